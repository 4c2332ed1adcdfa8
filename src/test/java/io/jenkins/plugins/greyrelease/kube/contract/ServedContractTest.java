package io.jenkins.plugins.greyrelease.kube.contract;

import io.jenkins.plugins.greyrelease.kube.Cluster;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/** The contract, on a simulated cluster behind HTTP with the real client in front. */
class ServedContractTest extends ClusterContract {
    private static final double PACE = 20;

    private final Served served = new Served(PACE, "gd9-a");

    @AfterEach
    void close() {
        served.close();
    }

    @Override
    public Cluster cluster() {
        return served.client.fleet().members().get(0).cluster();
    }

    @Override
    public void until(String what, BooleanSupplier holds) {
        served.until(what, holds, Duration.ofSeconds(30));
    }

    @Override
    public void forgetThePast() {
        served.inside(() -> served.simulated.cluster("gd9-a").server().compact());
    }

    @Override
    public void hastenBookmarks() {
        served.inside(() -> served.simulated.cluster("gd9-a").server().bookmarkEvery(Duration.ofSeconds(1)));
    }
}
