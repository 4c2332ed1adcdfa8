package io.jenkins.plugins.greyrelease.harbor;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.Patience;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.image.DistributionRegistry;
import io.jenkins.plugins.greyrelease.rehearsal.registry.Account;
import io.jenkins.plugins.greyrelease.rehearsal.registry.RegistryNet;
import io.jenkins.plugins.greyrelease.rehearsal.registry.SampleImage;
import io.jenkins.plugins.greyrelease.rehearsal.registry.StandInRegistry;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Two stand-in Harbors in virtual time, an image in the first one, and a client of each. */
final class Two {
    static final String REPOSITORY = "shop/web/cart";
    static final Ids IDS = "k"::repeat;

    final VirtualTime time = new VirtualTime();
    final RegistryNet net = new RegistryNet(time);
    final StandInRegistry test = net.add("test", "https://test.example").with(Account.robot("robot$r", "s3cret"));
    final StandInRegistry gd9 = net.add("gd9", "https://gd9.example").with(Account.robot("robot$r", "s3cret"));
    final SampleImage image = SampleImage.of("cart 1", 1000, 2000);
    final Harbor from = harbor(test, "robot$r", "s3cret");
    final Harbor to = harbor(gd9, "robot$r", "s3cret");

    Two() {
        test.put(REPOSITORY, "1.0", image);
    }

    Harbor harbor(StandInRegistry registry, String name, String secret) {
        PatientClient client = new PatientClient(net.client("jenkins"), time, IDS, Patience.USUAL);
        return new Harbor(registry.name(), URI.create(registry.url()), () -> new Login.Basic(name, secret), client);
    }

    /** A registry with both ways to it. */
    Site site(StandInRegistry registry) {
        PatientClient client = new PatientClient(net.client("jenkins"), time, IDS, Patience.USUAL);
        Supplier<Login> login = () -> new Login.Basic("robot$r", "s3cret");
        return new Site(
                registry.name(),
                registry.url(),
                new DistributionRegistry(registry.name(), URI.create(registry.url()), login, client, 1500),
                Optional.of(harbor(registry, "robot$r", "s3cret")));
    }

    boolean arrived() {
        return gd9.digest(REPOSITORY, image.digest()).isPresent();
    }

    /** @throws java.util.concurrent.CompletionException as the future does */
    <T> T await(CompletableFuture<T> future) {
        if (!time.runUntil(future::isDone, time.elapsed().plus(Duration.ofHours(9)))) {
            throw new AssertionError("no answer comes");
        }
        return future.join();
    }
}
