package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.Patience;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.jira.Jira;
import io.jenkins.plugins.greyrelease.jira.Tickets;
import io.jenkins.plugins.greyrelease.jira.TieStore;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.NotifySpec;
import io.jenkins.plugins.greyrelease.notify.Couriers;
import io.jenkins.plugins.greyrelease.notify.Destination;
import io.jenkins.plugins.greyrelease.notify.Notice;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultTarget;
import io.jenkins.plugins.greyrelease.rehearsal.gate.Sites;
import io.jenkins.plugins.greyrelease.rehearsal.gate.StandInJira;
import io.jenkins.plugins.greyrelease.rehearsal.gate.StandInReceiver;
import io.jenkins.plugins.greyrelease.rehearsal.gate.StandInSonar;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.sonar.Deliveries;
import io.jenkins.plugins.greyrelease.sonar.Sonar;
import io.jenkins.plugins.greyrelease.step.News;
import io.jenkins.plugins.greyrelease.step.Services;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.sonarqube.ws.Qualitygates.ProjectStatusResponse.Status;

/** The other systems of a rehearsal: everything is in order there, unless a fault says otherwise. */
final class StandIns implements FaultTarget {
    private static final String SONARQUBE = "https://sonarqube.rehearsal";

    private static final String JIRA = "https://jira.rehearsal";

    private static final String RECEIVER = "https://notify.rehearsal";

    private static final String SECRET = "the secret of a rehearsal";

    private final StandInSonar sonar;
    private final StandInJira jira;
    private final Services services;
    private final StandInReceiver receiver;
    private final News news;

    /**
     * @param notified who is notified in earnest; here nothing leaves the machine
     * @param note takes what is to be seen of it afterwards
     */
    StandIns(Scheduler time, Ids ids, List<NotifySpec> notified, Consumer<String> note) {
        sonar = new StandInSonar(time).obliging();
        jira = new StandInJira(false, time).obliging();
        receiver = new StandInReceiver(SECRET, time, note);
        PatientClient client = new PatientClient(
                new Sites(time)
                        .with(SONARQUBE, sonar::handle)
                        .with(JIRA, jira::handle)
                        .with(RECEIVER, receiver::handle),
                time,
                ids,
                Patience.USUAL);
        services = new Services(
                Optional.of(new Sonar(SONARQUBE, Login.Anonymous::new, client, new Deliveries(time), ids)),
                Optional.of(new Jira(JIRA, Login.Anonymous::new, client)));
        List<Destination> all =
                notified.stream().map(spec -> destination(spec, client)).toList();
        news = new News(
                new Couriers(() -> all, time, note),
                new Tickets(services::jira, time, TieStore.NONE, (run, line) -> note.accept(line), run -> false));
    }

    private static Destination destination(NotifySpec spec, PatientClient client) {
        return new Destination(
                spec.name(),
                URI.create(RECEIVER + "/" + spec.name()),
                () -> SECRET,
                Login.Anonymous::new,
                spec.events().stream()
                        .flatMap(word -> Notice.Kind.of(word).stream())
                        .collect(Collectors.toSet()),
                client);
    }

    /** How the tickets stand, and what they were told. */
    List<String> tickets() {
        return jira.words();
    }

    /** Who hears what happens. */
    News news() {
        return news;
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
            case NOTIFY_DOWN -> {
                receiver.down(true);
                yield () -> receiver.down(false);
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
