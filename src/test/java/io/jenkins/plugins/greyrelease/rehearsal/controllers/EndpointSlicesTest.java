package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import static io.jenkins.plugins.greyrelease.rehearsal.controllers.Rig.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointSlicesTest {
    private final Rig rig = new Rig(1, 30);

    private List<EndpointSlice> slices() {
        return rig.api.list(Kind.ENDPOINT_SLICE, Rig.SHOP, Selector.of(Map.of("kubernetes.io/service-name", "cart")));
    }

    private List<Endpoint> endpoints() {
        return slices().stream().flatMap(each -> each.getEndpoints().stream()).toList();
    }

    private void cart(int replicas) {
        rig.createService("cart");
        rig.create(deployment("cart", replicas));
        rig.settles("cart");
        rig.advance(Duration.ofSeconds(1));
    }

    @Test
    void aServiceWithoutPodsHasOneEmptySlice() {
        rig.createService("cart");
        rig.advance(Duration.ofSeconds(1));

        assertThat(slices()).hasSize(1);
        assertThat(endpoints()).isEmpty();
    }

    @Test
    void aSliceHoldsAHundred() {
        cart(230);

        assertThat(slices()).extracting(each -> each.getEndpoints().size()).containsExactlyInAnyOrder(100, 100, 30);
        assertThat(slices().get(0).getPorts().get(0).getPort()).isEqualTo(8080);
    }

    @Test
    void aPodThatRunsAndIsNotReadyIsListedAndDoesNotServe() {
        rig.images.set("cart:1", ImageBehaviour.NORMAL.neverReady());
        cart(1);
        rig.advance(Duration.ofMinutes(1));

        assertThat(endpoints()).hasSize(1);
        assertThat(endpoints().get(0).getConditions().getReady()).isFalse();
        assertThat(endpoints().get(0).getConditions().getServing()).isFalse();
    }

    @Test
    void aPodOnItsWayOutStillServesButIsNotReady() {
        rig.images.set("cart:1", ImageBehaviour.NORMAL.endsIn(Duration.ofSeconds(20)));
        cart(2);

        rig.change("cart", d -> d.edit().editSpec().withReplicas(1).endSpec().build());
        rig.advance(Duration.ofSeconds(1));

        assertThat(endpoints())
                .filteredOn(each -> each.getConditions().getTerminating())
                .hasSize(1)
                .allMatch(each ->
                        !each.getConditions().getReady() && each.getConditions().getServing());
        rig.advance(Duration.ofSeconds(30));
        assertThat(endpoints()).hasSize(1);
    }

    @Test
    void anEndpointStaysInItsSlice() {
        cart(150);
        String first = slices().get(0).getMetadata().getName();
        List<String> before = addresses(first);

        rig.change("cart", d -> d.edit().editSpec().withReplicas(160).endSpec().build());
        rig.advance(Duration.ofMinutes(1));

        assertThat(addresses(first)).containsAll(before);
        assertThat(endpoints()).hasSize(160);
    }

    private List<String> addresses(String slice) {
        return rig.api.get(Kind.ENDPOINT_SLICE, Rig.SHOP, slice).getEndpoints().stream()
                .map(each -> each.getAddresses().get(0))
                .toList();
    }
}
