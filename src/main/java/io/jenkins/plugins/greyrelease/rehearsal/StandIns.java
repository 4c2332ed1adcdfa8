package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.Patience;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.jira.Jira;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultTarget;
import io.jenkins.plugins.greyrelease.rehearsal.gate.Sites;
import io.jenkins.plugins.greyrelease.rehearsal.gate.StandInJira;
import io.jenkins.plugins.greyrelease.rehearsal.gate.StandInSonar;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.sonar.Deliveries;
import io.jenkins.plugins.greyrelease.sonar.Sonar;
import io.jenkins.plugins.greyrelease.step.Services;
import java.util.Optional;
import org.sonarqube.ws.Qualitygates.ProjectStatusResponse.Status;

/** The other systems of a rehearsal: everything is in order there, unless a fault says otherwise. */
final class StandIns implements FaultTarget {
    private static final String SONARQUBE = "https://sonarqube.rehearsal";

    private static final String JIRA = "https://jira.rehearsal";

    private final StandInSonar sonar;
    private final StandInJira jira;
    private final Services services;

    StandIns(Scheduler time, Ids ids) {
        sonar = new StandInSonar(time).obliging();
        jira = new StandInJira(false, time).obliging();
        PatientClient client = new PatientClient(
                new Sites(time).with(SONARQUBE, sonar::handle).with(JIRA, jira::handle), time, ids, Patience.USUAL);
        services = new Services(
                Optional.of(new Sonar(SONARQUBE, Login.Anonymous::new, client, new Deliveries(time), ids)),
                Optional.of(new Jira(JIRA, Login.Anonymous::new, client)));
    }

    Services services() {
        return services;
    }

    StandInJira jira() {
        return jira;
    }

    /** None: it is of no cluster. */
    @Override
    public String cluster() {
        return "";
    }

    @Override
    public boolean takes(FaultSpec fault) {
        return fault instanceof FaultSpec.Elsewhere;
    }

    @Override
    public Runnable begin(FaultSpec fault) {
        return switch (((FaultSpec.Elsewhere) fault).trouble()) {
            case SONAR_ERROR -> gates(Status.ERROR);
            case SONAR_NONE -> gates(Status.NONE);
            case SONAR_PENDING -> {
                sonar.faults().stuck(true);
                yield () -> sonar.faults().stuck(false);
            }
            case JIRA_CLOSED -> {
                jira.all(Optional.of("Done"));
                yield () -> jira.all(Optional.empty());
            }
            case JIRA_DOWN -> {
                jira.down(true);
                yield () -> jira.down(false);
            }
            case SONAR_DOWN -> {
                sonar.faults().down(true);
                yield () -> sonar.faults().down(false);
            }
        };
    }

    private Runnable gates(Status status) {
        sonar.faults().gates(Optional.of(status));
        return () -> sonar.faults().gates(Optional.empty());
    }
}
