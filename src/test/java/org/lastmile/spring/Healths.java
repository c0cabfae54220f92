package org.lastmile.spring;

import org.springframework.context.ApplicationContext;

/** What the health indicator of an application says, whichever Spring Boot's it is. */
final class Healths {
    private Healths() {}

    static String of(ApplicationContext context) throws ReflectiveOperationException {
        var indicator = context.getBean("lastmileHealthIndicator");
        var health = indicator.getClass().getMethod("health");
        health.setAccessible(true);
        return String.valueOf(health.invoke(indicator));
    }
}
