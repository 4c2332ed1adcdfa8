package io.jenkins.plugins.greyrelease.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.api.SimCluster;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InformersTest {
    private final VirtualTime time = new VirtualTime();
    private final Informers informers = new Informers(time, length -> "zzzz");
    private final Cluster cluster = cluster();

    private Cluster cluster() {
        ApiServer server = new ApiServer("gd9-a", time, new SplittableRandom(1));
        return new SimCluster(server, time, new SplittableRandom(2));
    }

    @Test
    void whoLooksAtTheSameLooksThroughOneWatchThatEndsWithTheLastOfThem() {
        Reflector<ConfigMap> first = informers.acquire(cluster, Kind.CONFIG_MAP, "shop");
        assertThat(informers.acquire(cluster, Kind.CONFIG_MAP, "shop")).isSameAs(first);
        assertThat(informers.acquire(cluster, Kind.CONFIG_MAP, "web")).isNotSameAs(first);
        informers.release(cluster, Kind.CONFIG_MAP, "shop");
        assertThat(informers.size()).isEqualTo(2);
        informers.release(cluster, Kind.CONFIG_MAP, "shop");
        informers.release(cluster, Kind.CONFIG_MAP, "web");
        assertThat(informers.size()).isZero();
    }

    @Test
    void aClusterThatIsConfiguredAnewUnderItsNameIsLookedAtItself() {
        Cluster anew = cluster();
        Reflector<ConfigMap> before = informers.acquire(cluster, Kind.CONFIG_MAP, "shop");
        Reflector<ConfigMap> after = informers.acquire(anew, Kind.CONFIG_MAP, "shop");
        assertThat(after).isNotSameAs(before);
        informers.release(cluster, Kind.CONFIG_MAP, "shop");
        assertThat(informers.acquire(anew, Kind.CONFIG_MAP, "shop")).isSameAs(after);
    }

    @Test
    void givingBackMoreThanWasTakenIsAMistake() {
        assertThatThrownBy(() -> informers.release(cluster, Kind.CONFIG_MAP, "shop"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("gd9-a/shop/configmaps");
    }
}
