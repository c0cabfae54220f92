/**
 * How does a Spring Boot application get all this? Auto-configuration: with a {@code DataSource} and notifiers as beans, a running
 * {@link org.lastmile.Lastmile} is a bean too. For Spring Boot 3.5 and 4.
 */
@NullMarked
package org.lastmile.spring;

import org.jspecify.annotations.NullMarked;
