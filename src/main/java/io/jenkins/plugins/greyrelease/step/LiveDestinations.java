package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.TrustingClients;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.NotifySpec;
import io.jenkins.plugins.greyrelease.notify.Destination;
import io.jenkins.plugins.greyrelease.notify.Notice;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The destinations of notifications that a fleet names, which may be configured anew at any time.
 *
 * <p>Thread-safe.
 */
public final class LiveDestinations {
    private final TrustingClients clients;
    private final Function<String, Login> logins;
    private final Function<String, String> secrets;

    /**
     * @param builders of clients, each with the proxy to use
     * @param logins who to be, by the id of the credentials; may fail with an {@link IllegalStateException} in words for
     *     people
     * @param secrets what bodies are signed with, likewise
     */
    public LiveDestinations(
            Supplier<HttpClient.Builder> builders,
            Function<String, Login> logins,
            Function<String, String> secrets,
            Scheduler scheduler,
            Ids ids) {
        this.clients = new TrustingClients(builders, scheduler, ids);
        this.logins = logins;
        this.secrets = secrets;
    }

    /**
     * The destinations as they are configured now.
     *
     * @param byWay whatever else decides how they are reached, such as a proxy: another one, and all are opened anew
     */
    public List<Destination> of(FleetSpec fleet, Object byWay) {
        clients.forgotten(byWay);
        return fleet.notifications().stream().map(this::of).toList();
    }

    /** One of them. */
    public Destination of(NotifySpec spec) {
        Optional<String> credentials = spec.credentials();
        return new Destination(
                spec.name(),
                URI.create(spec.url()),
                () -> secrets.apply(spec.signedWith()),
                () -> credentials.map(logins).orElseGet(Login.Anonymous::new),
                spec.events().stream()
                        .flatMap(word -> Notice.Kind.of(word).stream())
                        .collect(Collectors.toSet()),
                clients.trusting(spec.caCertificate()));
    }
}
