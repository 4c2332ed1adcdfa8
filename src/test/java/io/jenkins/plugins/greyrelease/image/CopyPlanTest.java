package io.jenkins.plugins.greyrelease.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.image.CopyPlan.Link;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CopyPlanTest {
    private static final List<String> NAMES = List.of("test", "prod", "gd9", "bj1", "sh2", "hk", "sg");

    @Test
    void aDestinationGetsTheImageFromItsUpstreamWhereThatGetsItToo() {
        Map<String, String> upstreams = Map.of("prod", "test", "gd9", "prod", "bj1", "prod");
        assertThat(CopyPlan.of("test", List.of("gd9", "prod", "bj1"), upstreams).links())
                .containsExactly(new Link("test", "prod", 1), new Link("prod", "gd9", 2), new Link("prod", "bj1", 2));
        assertThat(CopyPlan.of("test", List.of("gd9", "bj1"), upstreams).links())
                .containsExactly(new Link("test", "gd9", 1), new Link("test", "bj1", 1));
    }

    @Test
    void anUpstreamBetweenThatIsNotWantedIsPassedOver() {
        Map<String, String> upstreams = Map.of("hk", "bj1", "bj1", "gd9", "gd9", "test");
        assertThat(CopyPlan.of("test", List.of("hk", "gd9"), upstreams).links())
                .containsExactly(new Link("test", "gd9", 1), new Link("gd9", "hk", 2));
    }

    @Test
    void theSourceAmongTheDestinationsAndOneNamedTwiceNeedNoLink() {
        assertThat(CopyPlan.of("test", List.of("gd9", "test", "gd9"), Map.of()).links())
                .containsExactly(new Link("test", "gd9", 1));
    }

    @Test
    void upstreamsInACircleAreNotFollowed() {
        Map<String, String> circle = Map.of("gd9", "bj1", "bj1", "gd9", "hk", "gd9");
        assertThat(CopyPlan.of("test", List.of("gd9", "bj1", "hk"), circle).links())
                .containsExactly(new Link("test", "gd9", 1), new Link("test", "bj1", 1), new Link("gd9", "hk", 2));
    }

    @Property(tries = 300)
    void everyDestinationHasOneLinkFromARegistryThatHasTheImageByThen(
            @ForAll("destinations") List<String> destinations, @ForAll("upstreams") Map<String, String> upstreams) {
        CopyPlan plan = CopyPlan.of("test", destinations, upstreams);
        Set<String> wanted = new HashSet<>(destinations);
        wanted.remove("test");
        assertThat(plan.links()).extracting(Link::to).doesNotHaveDuplicates().hasSameElementsAs(wanted);
        Map<String, Integer> tiers = new HashMap<>(Map.of("test", 0));
        for (Link link : plan.links()) {
            assertThat(tiers).as("who has the image before %s", link).containsKey(link.from());
            assertThat(link.tier()).isEqualTo(tiers.get(link.from()) + 1);
            tiers.put(link.to(), link.tier());
        }
    }

    @Property(tries = 300)
    void aDirectUpstreamThatHasTheImageIsTheOneItComesFrom(
            @ForAll("destinations") List<String> destinations, @ForAll("upstreams") Map<String, String> upstreams) {
        CopyPlan plan = CopyPlan.of("test", destinations, upstreams);
        for (Link link : plan.links()) {
            String upstream = upstreams.get(link.to());
            boolean used = upstream != null && (upstream.equals("test") || destinations.contains(upstream));
            if (used && !circular(link.to(), upstreams)) {
                assertThat(link.from()).isEqualTo(upstream);
            }
        }
    }

    private static boolean circular(String start, Map<String, String> upstreams) {
        String at = start;
        for (int i = 0; i < NAMES.size(); i++) {
            at = upstreams.get(at);
            if (at == null || at.equals("test")) {
                return false;
            }
        }
        return true;
    }

    @Provide
    Arbitrary<List<String>> destinations() {
        return Arbitraries.of(NAMES).list().ofMaxSize(8);
    }

    @Provide
    Arbitrary<Map<String, String>> upstreams() {
        return Arbitraries.maps(Arbitraries.of(NAMES), Arbitraries.of(NAMES)).ofMaxSize(NAMES.size());
    }
}
