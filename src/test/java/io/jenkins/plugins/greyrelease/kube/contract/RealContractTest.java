package io.jenkins.plugins.greyrelease.kube.contract;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract, on a real cluster with the real client in front; each behaviour in a namespace of its own. */
@OnRealClusters
class RealContractTest extends ClusterContract {
    private static RealClusters real;

    private final String name = real.names().get(0);
    private final String namespace = real.namespace("contract", List.of(name));

    @BeforeAll
    static void open() {
        real = new RealClusters();
    }

    @AfterAll
    static void close() {
        real.close();
    }

    @Override
    public String ns() {
        return namespace;
    }

    @Override
    public Cluster cluster() {
        return real.cluster(name);
    }

    @Override
    public void until(String what, BooleanSupplier holds) {
        real.until(what, holds);
    }

    @Override
    public void forgetThePast() {
        Optional<Testbed> testbed = real.testbed();
        assumeThat(testbed)
                .as("only of a testbed may we start the API server anew, which knows nothing older than itself")
                .isPresent();
        testbed.orElseThrow().kill(name, Testbed.API_SERVER);
        testbed.orElseThrow().start(name, Testbed.API_SERVER);
        real.until("the API server to be back", this::lists);
    }

    @Override
    public void hastenBookmarks() {
        // the API server sends them about once a minute, whatever we like
    }

    private boolean lists() {
        try {
            RealClusters.answer(cluster().list(Kind.CONFIG_MAP, namespace, Selector.EVERYTHING));
            return true;
        } catch (KubeException e) {
            return false;
        }
    }
}
