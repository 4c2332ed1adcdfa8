package io.jenkins.plugins.greyrelease;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The lines of {@code docs/scenarios.md} that a test shows, word for word. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Scenario {
    /** One or more lines. */
    String[] value();
}
