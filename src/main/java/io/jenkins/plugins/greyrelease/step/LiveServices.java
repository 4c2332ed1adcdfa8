package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.http.TrustingClients;
import io.jenkins.plugins.greyrelease.jira.Jira;
import io.jenkins.plugins.greyrelease.jira.Turns;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.ServiceSpec;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.sonar.Deliveries;
import io.jenkins.plugins.greyrelease.sonar.Sonar;
import java.net.http.HttpClient;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The real systems beside the clusters, which may be configured anew at any time. Nothing is asked of them before a step does.
 *
 * <p>Thread-safe.
 */
public final class LiveServices {
    private final TrustingClients clients;
    private final Function<String, Login> logins;
    private final Ids ids;
    private final Deliveries deliveries;
    private final Turns turns = new Turns();

    /**
     * @param builders of clients, each with the proxy to use
     * @param logins who to be, by the id of the credentials; asked whenever that is needed. It may fail with an {@link
     *     IllegalStateException} in words for people
     */
    public LiveServices(
            Supplier<HttpClient.Builder> builders, Function<String, Login> logins, Scheduler scheduler, Ids ids) {
        this.clients = new TrustingClients(builders, scheduler, ids);
        this.logins = logins;
        this.ids = ids;
        this.deliveries = new Deliveries(scheduler);
    }

    /** Where SonarQube's webhooks arrive. */
    public Deliveries deliveries() {
        return deliveries;
    }

    /**
     * The systems as they are configured now.
     *
     * @param byWay whatever else decides how they are reached, such as a proxy: another one, and all are opened anew
     */
    public synchronized Services of(FleetSpec fleet, Object byWay) {
        clients.forgotten(byWay);
        return new Services(
                fleet.sonarqube().map(this::sonarqube),
                fleet.jira().map(spec -> new Jira(spec.url(), login(spec), client(spec), turns)));
    }

    private Sonar sonarqube(ServiceSpec spec) {
        return new Sonar(spec.url(), login(spec), client(spec), deliveries, ids);
    }

    /** SonarQube and Jira Data Center take a token as it is; what SonarQube makes of it, {@link Sonar} says. */
    private Supplier<Login> login(ServiceSpec spec) {
        Optional<String> id = spec.credentials();
        return () -> id.map(logins).orElseGet(Login.Anonymous::new);
    }

    private PatientClient client(ServiceSpec spec) {
        return clients.trusting(spec.caCertificate());
    }
}
