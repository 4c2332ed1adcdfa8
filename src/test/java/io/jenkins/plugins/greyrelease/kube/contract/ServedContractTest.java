package io.jenkins.plugins.greyrelease.kube.contract;

import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.rehearsal.SimulatedCluster;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ContainerWork;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/** The contract, on a simulated cluster behind HTTP with the real client in front. */
class ServedContractTest extends ClusterContract {
    private static final double PACE = 20;

    private final VirtualTime time = new VirtualTime();
    private final SimulatedCluster simulated =
            new SimulatedCluster(ClusterSpec.simulated("gd9-a"), time, new SplittableRandom(1));
    private final Served served = new Served(List.of(simulated), time, PACE);
    private final Cluster cluster = served.client().fleet().members().get(0).cluster();

    @AfterEach
    void close() {
        served.close();
    }

    @Override
    public Cluster cluster() {
        return cluster;
    }

    @Override
    public void until(String what, BooleanSupplier holds) {
        served.until(what, holds, Duration.ofSeconds(30));
    }

    @Override
    public void forgetThePast() {
        served.inside(() -> simulated.server().compact());
    }

    @Override
    public void hastenBookmarks() {
        served.inside(() -> simulated.server().bookmarkEvery(Duration.ofSeconds(1)));
    }

    @Override
    public Optional<String> talkative() {
        served.inside(() -> simulated
                .images()
                .work("talk", pod -> ContainerWork.succeeds(Duration.ofSeconds(6), "", List.of("one", "two"))));
        return Optional.of("talk");
    }
}
