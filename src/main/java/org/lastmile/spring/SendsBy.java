package org.lastmile.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The channel that a bean sends by, on a {@link org.lastmile.notify.Notifier} or the method that makes it. Without it the bean's name
 * says the channel: {@code email}, {@code emailNotifier} and {@code inAppNotifier} send by {@code email}, {@code email} and
 * {@code in-app}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface SendsBy {
    /** The channel's name. */
    String value();
}
