package org.lastmile.spring;

import org.lastmile.LastmileBuilder;

/** A bean that has the last word on how the instance is put together: what no property says. */
@FunctionalInterface
public interface LastmileCustomizer {
    /** Called once, in the order of the beans, after all else has been set. */
    void customize(LastmileBuilder builder);
}
