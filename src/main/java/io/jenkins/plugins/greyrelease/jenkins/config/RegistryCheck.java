package io.jenkins.plugins.greyrelease.jenkins.config;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.image.LiveRegistries;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.RegistrySpec;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** The check of a registry as the form shows it. */
final class RegistryCheck {
    private RegistryCheck() {}

    /**
     * Signs in to a registry as it is described, with a connection of its own.
     *
     * @param builders of clients, with the proxy to use
     * @return what to say if it lets us in; fails with a {@link io.jenkins.plugins.greyrelease.http.HttpFailure} where it
     *     does not, or does not answer, in words for people and without secrets
     */
    static CompletableFuture<String> of(
            RegistrySpec spec,
            Function<RegistrySpec, Login> logins,
            Supplier<HttpClient.Builder> builders,
            Scheduler scheduler) {
        LiveRegistries alone = new LiveRegistries(builders, logins, scheduler, new RandomIds());
        return alone.of(List.of(spec), "")
                .all()
                .get(0)
                .registry()
                .ping()
                .thenApply(in -> spec.credentials().isEmpty()
                        ? "it answers, and lets anybody in"
                        : "it answers, and takes the credentials");
    }
}
