package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.Placement.Result.Nowhere;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.Placement.Result.On;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private final List<NodeState> nodes = new ArrayList<>();

    private NodeState node(String name, String rack) {
        NodeState state = new NodeState();
        state.is(new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("kubernetes.io/hostname", name)
                .addToLabels("rack", rack)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .addToAllocatable("cpu", new Quantity("16"))
                .addToAllocatable("memory", new Quantity("64Gi"))
                .endStatus()
                .build());
        nodes.add(state);
        return state;
    }

    private static PodBuilder pod(String name, String cpu, String memory) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .addToLabels("app", "cart")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("server")
                .withNewResources()
                .addToRequests("cpu", new Quantity(cpu))
                .addToRequests("memory", new Quantity(memory))
                .endResources()
                .endContainer()
                .endSpec();
    }

    private static PodBuilder avoiding(String name, String key) {
        return pod(name, "1", "1Gi")
                .editSpec()
                .withNewAffinity()
                .withNewPodAntiAffinity()
                .addNewRequiredDuringSchedulingIgnoredDuringExecution()
                .withTopologyKey(key)
                .withLabelSelector(Selector.of(Map.of("app", "cart")))
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endPodAntiAffinity()
                .endAffinity()
                .endSpec();
    }

    private Placement.Result place(Pod pod) {
        return Placement.of(pod, nodes, new SplittableRandom(1));
    }

    @Test
    void theEmptierNodeIsTaken() {
        node("n1", "r1").add(pod("other", "8", "8Gi").build());
        node("n2", "r1");

        assertThat(place(pod("a", "1", "1Gi").build())).isEqualTo(new On("n2"));
    }

    @Test
    void theScoreIsTheMeanOfTheFreeShares() {
        NodeState node = node("n1", "r1");
        node.add(pod("other", "11", "31Gi").build());

        assertThat(Placement.freeAfter(new Room(1000, 1L << 30), node)).isEqualTo((25 + 50) / 2);
    }

    @Test
    void noRoomSaysWhatIsMissingWhere() {
        node("n1", "r1").add(pod("other", "16", "1Gi").build());
        node("n2", "r1").add(pod("big", "1", "64Gi").build());

        assertThat(place(pod("a", "1", "1Gi").build()))
                .isEqualTo(new Nowhere("0/2 nodes are available: 1 Insufficient cpu, 1 Insufficient memory."));
    }

    @Test
    void aCordonedNodeTakesNothing() {
        NodeState node = node("n1", "r1");
        Node cordoned =
                node.node().edit().editSpec().withUnschedulable(true).endSpec().build();
        node.is(cordoned);

        assertThat(place(pod("a", "1", "1Gi").build()))
                .isEqualTo(new Nowhere("0/1 nodes are available: 1 node(s) were unschedulable."));
    }

    @Test
    void aTaintKeepsOffWhatDoesNotTolerateIt() {
        NodeState node = node("n1", "r1");
        node.is(node.node()
                .edit()
                .editSpec()
                .addNewTaint("NoSchedule", "gpu", null, "yes")
                .endSpec()
                .build());

        assertThat(place(pod("a", "1", "1Gi").build())).isInstanceOf(Nowhere.class);
        assertThat(place(pod("a", "1", "1Gi")
                        .editSpec()
                        .addNewToleration("NoSchedule", "gpu", "Equal", null, "yes")
                        .endSpec()
                        .build()))
                .isEqualTo(new On("n1"));
    }

    @Test
    void theNodeSelectorIsKept() {
        node("n1", "r1");
        node("n2", "r2");

        assertThat(place(pod("a", "1", "1Gi")
                        .editSpec()
                        .addToNodeSelector("rack", "r2")
                        .endSpec()
                        .build()))
                .isEqualTo(new On("n2"));
    }

    @Test
    void antiAffinityKeepsPodsOfAnAppApart() {
        node("n1", "r1").add(avoiding("one", "rack").build());
        node("n2", "r1");

        assertThat(place(avoiding("two", "rack").build())).isInstanceOf(Nowhere.class);
        node("n3", "r2");
        assertThat(place(avoiding("two", "rack").build())).isEqualTo(new On("n3"));
    }

    @Test
    void antiAffinityOfThoseThatAreThereCountsToo() {
        node("n1", "r1").add(avoiding("one", "kubernetes.io/hostname").build());

        assertThat(place(pod("two", "1", "1Gi").build()))
                .isEqualTo(new Nowhere(
                        "0/1 nodes are available:" + " 1 node(s) didn't satisfy existing pods anti-affinity rules."));
    }

    @Test
    void topologySpreadKeepsTheSkew() {
        Pod spread = pod("c", "1", "1Gi")
                .editSpec()
                .addNewTopologySpreadConstraint()
                .withMaxSkew(1)
                .withTopologyKey("rack")
                .withWhenUnsatisfiable("DoNotSchedule")
                .withLabelSelector(Selector.of(Map.of("app", "cart")))
                .endTopologySpreadConstraint()
                .endSpec()
                .build();
        node("n1", "r1").add(pod("a", "1", "1Gi").build());
        node("n2", "r2")
                .add(pod("other", "12", "48Gi")
                        .editMetadata()
                        .withLabels(Map.of())
                        .endMetadata()
                        .build());

        assertThat(place(spread)).isEqualTo(new On("n2"));
    }

    @Test
    void initContainersCountWhereTheyAskForMore() {
        Pod pod = pod("a", "1", "1Gi")
                .editSpec()
                .addNewInitContainer()
                .withName("init")
                .withNewResources()
                .addToRequests("cpu", new Quantity("1500m"))
                .endResources()
                .endInitContainer()
                .endSpec()
                .build();

        assertThat(Room.of(pod)).isEqualTo(new Room(1500, 1L << 30));
    }
}
