package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.jira.Jira;
import io.jenkins.plugins.greyrelease.sonar.Sonar;
import java.util.Optional;

/**
 * The other systems that steps ask.
 *
 * @param sonarqube the quality server, if one is configured
 * @param jira the ticket system likewise
 */
public record Services(Optional<Sonar> sonarqube, Optional<Jira> jira) {
    /** Nothing is configured. */
    public static final Services NONE = new Services(Optional.empty(), Optional.empty());

    /** Where people configure them. */
    static final String WHERE = "in Jenkins: Manage Jenkins, System, Grey Release; for grey: fleet.yaml";
}
