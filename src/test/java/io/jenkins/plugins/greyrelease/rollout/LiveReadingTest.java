package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Call;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveReadingTest {
    private static final Sight NOTHING = new Sight(
            Optional.empty(), Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    private final Rig rig =
            new Rig(5, "c1").app("cart", 3).app("web", 2).app("mail", 1).settled();
    private final List<Call> calls = new ArrayList<>();

    @Test
    void readsTheAppsObjectsAndNoOthers() {
        Sight sight = read(known());
        assertThat(sight.stable()).isPresent();
        assertThat(sight.canary()).isEmpty();
        assertThat(sight.pods()).hasSize(3).allMatch(pod -> "cart"
                .equals(pod.getMetadata().getLabels().get("app")));
        assertThat(sight.replicaSets())
                .extracting(each -> each.getMetadata().getName())
                .containsExactly(set().getMetadata().getName());
        assertThat(sight.services())
                .extracting(each -> each.getMetadata().getName())
                .containsExactly("cart");
        assertThat(sight.slices())
                .hasSize(1)
                .allMatch(each -> each.getEndpoints().size() == 3);
        assertThat(calls)
                .filteredOn(call -> call.verb().equals("list"))
                .extracting(Call::kind)
                .containsExactlyInAnyOrder(Kind.REPLICA_SET, Kind.POD, Kind.ENDPOINT_SLICE);
    }

    @Test
    void findsAParkedReplicaSetThatTheSelectorCannot() {
        Sight known = known();
        park();
        assertThat(read(known).replicaSets()).hasSize(1).allMatch(ReplicaSets::isParked);
    }

    @Test
    void findsAReplicaSetWithoutLabelsThatOwnsPodsOfTheApp() {
        ReplicaSet parked = park();
        assertThat(read(NOTHING).replicaSets())
                .extracting(each -> each.getMetadata().getUid())
                .containsExactly(parked.getMetadata().getUid());
    }

    @Test
    void leavesOutWhatTheCachesStillShowAndTheClusterHasNot() {
        Sight known = known();
        rig.servers.get("c1").delete(Rig.OWNER, Kind.SERVICE, Rig.NS, "cart", DeleteOptions.BACKGROUND);
        assertThat(read(known).services()).isEmpty();
    }

    private ReplicaSet park() {
        return rig.servers
                .get("c1")
                .update(
                        Rig.OWNER,
                        Kind.REPLICA_SET,
                        new ReplicaSetBuilder(set())
                                .editMetadata()
                                .withLabels(Map.of())
                                .addToAnnotations(Labels.PARKED, "{\"app\":\"cart\"}")
                                .endMetadata()
                                .build());
    }

    private ReplicaSet set() {
        return rig.servers.get("c1").list(Kind.REPLICA_SET, Rig.NS, null).stream()
                .filter(each -> each.getMetadata().getName().startsWith("cart-"))
                .findFirst()
                .orElseThrow();
    }

    private Sight known() {
        var server = rig.servers.get("c1");
        return new Sight(
                Optional.of(rig.stable("c1", "cart")),
                Optional.empty(),
                List.of(set()),
                List.of(),
                List.of(server.get(Kind.SERVICE, Rig.NS, "cart")),
                List.of(),
                List.of(),
                List.of());
    }

    private Sight read(Sight known) {
        rig.ports.get("c1").begin(Fault.always(call -> calls.add(call) && false, Fault.serverError()));
        var selector = rig.stable("c1", "cart").getSpec().getSelector();
        var reading = new LiveReading(rig.ports.get("c1"), Run.terms("cart:v2", 1, 0), selector).read(known);
        rig.until(reading::isDone);
        return reading.join();
    }
}
