package io.jenkins.plugins.greyrelease.image;

import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.Patience;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.RegistrySpec;
import io.jenkins.plugins.greyrelease.rehearsal.registry.Account;
import io.jenkins.plugins.greyrelease.rehearsal.registry.RegistryNet;
import io.jenkins.plugins.greyrelease.rehearsal.registry.StandInRegistry;
import io.jenkins.plugins.greyrelease.rehearsal.registry.Traffic.Amounts;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Stand-in registries in virtual time, and the real client in front of each. */
public final class Stage {
    public static final int CHUNK = 1000;
    public static final String SECRET = "s3cret-of-the-robot";

    private static final Login LOGIN = new Login.Basic("robot$release", SECRET);

    public final VirtualTime time = new VirtualTime();
    public final RegistryNet net = new RegistryNet(time);

    /** A registry that lets nobody in but the robot that {@link #client} is. */
    public StandInRegistry add(String name) {
        return net.add(name, "https://" + name + ".example").with(Account.robot("robot$release", SECRET));
    }

    public Registry client(StandInRegistry registry) {
        return client(registry, LOGIN);
    }

    public Registry client(StandInRegistry registry, Login login) {
        return new DistributionRegistry(registry.name(), URI.create(registry.url()), () -> login, patient(), CHUNK);
    }

    /** As it would be configured, without a data centre. */
    public Registries.Member member(StandInRegistry registry) {
        RegistrySpec spec = new RegistrySpec(
                registry.name(), "", registry.url(), Optional.empty(), Optional.empty(), Optional.empty());
        return new Registries.Member(spec, client(registry), patient(), () -> LOGIN);
    }

    private PatientClient patient() {
        return new PatientClient(net.client("us"), time, length -> "a000", Patience.USUAL);
    }

    /** What came of it, once it has ended. */
    public <T> T end(CompletableFuture<T> future) {
        time.runUntil(future::isDone, time.elapsed().plus(Duration.ofHours(3)));
        if (!future.isDone()) {
            throw new AssertionError("nothing came of it within three hours");
        }
        return future.join();
    }

    /** How it failed. */
    public HttpFailure failure(CompletableFuture<?> future) {
        try {
            Object value = end(future);
            throw new AssertionError("it did not fail, but gave " + value);
        } catch (RuntimeException e) {
            return HttpFailure.in(e).orElseThrow(() -> e);
        }
    }

    public Amounts traffic(StandInRegistry registry) {
        return net.traffic().on("us", registry.name());
    }
}
