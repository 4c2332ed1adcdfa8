package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.sonar.Sonar;
import java.util.Optional;

/**
 * The other systems that steps ask.
 *
 * @param sonarqube the quality server, if one is configured
 */
public record Services(Optional<Sonar> sonarqube) {
    /** Nothing is configured. */
    public static final Services NONE = new Services(Optional.empty());

    /** Where people configure them. */
    static final String WHERE = "in Jenkins: Manage Jenkins, System, Grey Release; for grey: fleet.yaml";
}
