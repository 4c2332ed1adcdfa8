package io.jenkins.plugins.greyrelease.disruption;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.disruption.MaintenanceResult.Outcome;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ImageBehaviour;
import io.jenkins.plugins.greyrelease.rollout.Rig;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What may stand in the way of a drain. */
class DrainObstaclesTest {
    private static final String LINE =
            "drain with unmanaged pods, DaemonSets, local storage, a pod that ignores SIGTERM,"
                    + " an app with one replica, a budget that nothing can satisfy";
    private static final String NODE = "gd9-node-2";

    private final Rig rig = new Rig(11, "gd9").app("cart", 6).app("solo", 1);
    private final DrainRig drain = new DrainRig(rig);

    private static PodBuilder pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(Rig.NS)
                .endMetadata()
                .withNewSpec()
                .withNodeName(NODE)
                .addNewContainer()
                .withName("c")
                .withImage("tool:1")
                .endContainer()
                .endSpec();
    }

    private Pod create(Pod pod) {
        return drain.server.create("somebody", Kind.POD, pod);
    }

    private Pod ofDaemonSet() {
        DaemonSet logs = drain.server.create(
                "somebody",
                Kind.DAEMON_SET,
                new DaemonSetBuilder()
                        .withNewMetadata()
                        .withName("logs")
                        .withNamespace(Rig.NS)
                        .endMetadata()
                        .withNewSpec()
                        .withNewSelector()
                        .addToMatchLabels("app", "logs")
                        .endSelector()
                        .withNewTemplate()
                        .withNewMetadata()
                        .addToLabels("app", "logs")
                        .endMetadata()
                        .withSpec(pod("logs").buildSpec())
                        .endTemplate()
                        .endSpec()
                        .build());
        return create(pod("logs-x1")
                .editMetadata()
                .addNewOwnerReference()
                .withApiVersion("apps/v1")
                .withKind("DaemonSet")
                .withName("logs")
                .withUid(logs.getMetadata().getUid())
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .build());
    }

    private Pod mirror() {
        return create(pod("proxy-" + NODE)
                .editMetadata()
                .addToAnnotations("kubernetes.io/config.mirror", "f00")
                .endMetadata()
                .build());
    }

    private void lonely() {
        create(pod("lonely")
                .editSpec()
                .addNewVolume()
                .withName("tmp")
                .withNewEmptyDir()
                .endEmptyDir()
                .endVolume()
                .endSpec()
                .build());
    }

    private void unsatisfiable() {
        drain.server.create(
                "somebody",
                Kind.PDB,
                new PodDisruptionBudgetBuilder()
                        .withNewMetadata()
                        .withName("never")
                        .withNamespace(Rig.NS)
                        .endMetadata()
                        .withNewSpec()
                        .withNewMaxUnavailable(0)
                        .withNewSelector()
                        .addToMatchLabels("app", "cart")
                        .endSelector()
                        .endSpec()
                        .build());
    }

    private boolean isThere(Pod pod) {
        return drain.server.list(Kind.POD, null, null).stream()
                .anyMatch(each ->
                        each.getMetadata().getUid().equals(pod.getMetadata().getUid())
                                && each.getMetadata().getDeletionTimestamp() == null);
    }

    @Test
    @Scenario(LINE)
    void whatStandsInTheWayIsNamedBeforeAnythingIsTouchedAndOnceItIsGoneAllElseIsDrained() {
        rig.images.get("gd9").set("cart:v1", ImageBehaviour.NORMAL.ignoresTermination());
        rig.settled();
        String[] all = Stream.of(1, 2, 3, 4, 5, 6).map(i -> "gd9-node-" + i).toArray(String[]::new);
        Pod daemon = ofDaemonSet();
        Pod mirror = mirror();
        lonely();
        unsatisfiable();
        rig.time.advance(Duration.ofSeconds(30));

        MaintenanceResult refused = drain.run(drain.maintenance(2, all));
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.reason())
                .contains("shop/lonely on gd9-node-2 belongs to no controller")
                .contains("shop/lonely on gd9-node-2 has an emptyDir volume")
                .contains("emptyDir: 'delete'")
                .contains("disruption budget")
                .contains("lets no pod of shop/cart go even if all are well")
                .doesNotContain("logs-x1", "proxy-");
        assertThat(Stream.of(all)).noneMatch(drain::closed);
        assertThat(drain.worked).isEmpty();
        drain.assertNothingOfOursIsLeft();

        drain.server.delete("somebody", Kind.POD, Rig.NS, "lonely", DeleteOptions.BACKGROUND);
        drain.server.delete("somebody", Kind.PDB, Rig.NS, "never", DeleteOptions.BACKGROUND);
        rig.time.advance(Duration.ofMinutes(1));
        MaintenanceResult done = drain.run(drain.maintenance(2, all));
        assertThat(done.reason()).isEmpty();
        assertThat(done.outcome()).isEqualTo(Outcome.DONE);
        assertThat(done.rounds().stream().flatMap(List::stream)).containsExactlyInAnyOrder(all);
        assertThat(isThere(daemon) && isThere(mirror)).isTrue();
        assertThat(drain.log)
                .anyMatch(line -> line.contains("2 pods of DaemonSets or of the kubelet itself on gd9-node-2"))
                .anyMatch(line -> line.contains("shop/solo has one pod only"));
        drain.assertNothingOfOursIsLeft();
    }

    @Test
    @Scenario(LINE)
    void aPodThatIgnoresSigtermIsNamedWhenTheTimeIsOverAndTheNextRunGoesOn() {
        rig.images.get("gd9").set("cart:v1", ImageBehaviour.NORMAL.ignoresTermination());
        rig.settled();
        String node = drain.server.list(Kind.POD, Rig.NS, null).stream()
                .filter(each -> each.getMetadata().getName().startsWith("cart-"))
                .map(each -> each.getSpec().getNodeName())
                .findFirst()
                .orElseThrow();
        drain.drainTimeout = Duration.ofSeconds(10);
        MaintenanceResult late = drain.run(drain.maintenance(1, node));
        assertThat(late.outcome()).isEqualTo(Outcome.OPEN);
        assertThat(late.reason())
                .contains("has not ended within 10s")
                .contains("has been told to end and does not (it ignores SIGTERM")
                .contains("stay cordoned");
        assertThat(drain.closed(node)).isTrue();
        assertThat(drain.worked).isEmpty();
        drain.drainTimeout = Duration.ofMinutes(5);
        assertThat(drain.run(drain.maintenance(1, node)).outcome()).isEqualTo(Outcome.DONE);
        assertThat(drain.worked).containsExactly(List.of(node));
        drain.assertNothingOfOursIsLeft();
    }
}
