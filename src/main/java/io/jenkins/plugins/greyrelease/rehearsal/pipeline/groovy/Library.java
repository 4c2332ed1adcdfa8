package io.jenkins.plugins.greyrelease.rehearsal.pipeline.groovy;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** {@code @Library('name') _} in a Jenkinsfile. */
@Retention(RetentionPolicy.SOURCE)
public @interface Library {

    /** Names of shared libraries, each maybe with {@code @version}. */
    String[] value();

    /** As in Jenkins; of no use here. */
    boolean changelog() default true;
}
