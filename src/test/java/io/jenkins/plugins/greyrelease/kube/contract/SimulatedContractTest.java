package io.jenkins.plugins.greyrelease.kube.contract;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The contract, on a simulated cluster. */
class SimulatedContractTest extends ClusterContract {
    private final VirtualTime time = new VirtualTime();
    private final SimulatedCluster simulated =
            new SimulatedCluster(ClusterSpec.simulated("gd9-a"), time, new SplittableRandom(1));

    @Override
    public Cluster cluster() {
        return simulated.port();
    }

    @Override
    public void until(String what, BooleanSupplier holds) {
        // what is asked for may itself let time pass, so it is asked between steps of time, not between events
        Duration limit = time.elapsed().plus(Duration.ofMinutes(10));
        while (!holds.getAsBoolean()) {
            assertThat(time.elapsed()).as("waiting for %s", what).isLessThan(limit);
            time.advance(Duration.ofMillis(20));
        }
    }

    @Override
    public void forgetThePast() {
        simulated.server().compact();
    }

    @Override
    public void hastenBookmarks() {
        simulated.server().bookmarkEvery(Duration.ofMillis(50));
    }

    @Override
    public Optional<String> talkative() {
        simulated
                .images()
                .work("talk", pod -> ContainerWork.succeeds(Duration.ofSeconds(6), "", List.of("one", "two")));
        return Optional.of("talk");
    }
}
