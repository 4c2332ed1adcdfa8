package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.plan.Spread;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Ended;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which clusters a release goes to, in which portions, and which fleets it refuses. */
class FleetTest {

    private static Rig unequal(long seed) {
        return new Rig(seed, "gd9-a", "gd9-b", "sh1-a")
                .app("gd9-a", "cart", 2)
                .app("gd9-b", "cart", 5)
                .app("sh1-a", "cart", 3)
                .settled();
    }

    private static void released(Rig rig, Specs specs) {
        ReleaseResult result = rig.end(rig.start(specs.build()));
        assertThat(result.outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        assertThat(result.clusters()).allMatch(c -> c.ended() == Ended.NEW);
        rig.settled();
        rig.assertClean("gd9-a", "cart", "cart:v2", 2);
        rig.assertClean("gd9-b", "cart", "cart:v2", 5);
        rig.assertClean("sh1-a", "cart", "cart:v2", 3);
    }

    /** Canary pods per cluster at each check. */
    private static List<String> checks(Rig rig) {
        return rig.checks.stream()
                .map(batch -> batch.places().stream()
                        .map(p -> p.cluster() + "=" + p.canaryPods())
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    @Test
    @Scenario("`sequence`, `even`, `fill` over clusters of unequal size")
    void sequenceGoesThroughOneClusterAfterTheOther() {
        Rig rig = unequal(71);
        released(rig, rig.specs("cart", Rig.pods(1), Rig.percent(50), Rig.rest()));
        assertThat(checks(rig))
                .containsExactly("gd9-a=1", "gd9-a=2", "gd9-b=1", "gd9-b=4", "gd9-b=5", "sh1-a=1", "sh1-a=3");
    }

    @Test
    @Scenario("`sequence`, `even`, `fill` over clusters of unequal size")
    void evenGoesToAllClustersInProportion() {
        Rig rig = unequal(72);
        released(
                rig, rig.specs("cart", Rig.pods(1), Rig.percent(50), Rig.rest()).spread(Spread.EVEN));
        assertThat(checks(rig)).containsExactly("gd9-b=1", "gd9-a=1 gd9-b=3 sh1-a=2", "gd9-a=2 gd9-b=5 sh1-a=3");
    }

    @Test
    @Scenario("`sequence`, `even`, `fill` over clusters of unequal size")
    void fillTakesTheFirstClusterFirst() {
        Rig rig = unequal(73);
        released(
                rig, rig.specs("cart", Rig.pods(1), Rig.percent(50), Rig.rest()).spread(Spread.FILL));
        assertThat(checks(rig)).containsExactly("gd9-a=1", "gd9-a=2 gd9-b=4", "gd9-b=5 sh1-a=3");
    }

    @Test
    void asManyClustersAsAllowedGoAtTheSameTime() {
        Rig rig = new Rig(74, "c1", "c2", "c3", "c4", "c5")
                .app("c1", "cart", 1)
                .app("c2", "cart", 6)
                .app("c3", "cart", 2)
                .app("c4", "cart", 0)
                .app("c5", "cart", 3)
                .settled();
        ReleaseResult result = rig.end(rig.start(
                rig.specs("cart", Rig.pods(1), Rig.rest()).maxParallel(2).build()));
        assertThat(result.outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        assertThat(mostAtOnce(rig)).isEqualTo(2);
        rig.settled();
        List<Integer> sizes = List.of(1, 6, 2, 0, 3);
        for (int i = 0; i < 5; i++) {
            rig.assertClean("c" + (i + 1), "cart", "cart:v2", sizes.get(i));
        }
    }

    private static int mostAtOnce(Rig rig) {
        Set<String> open = new TreeSet<>();
        int most = 0;
        for (String line : rig.log) {
            String[] words = line.split(" ", 4);
            if (words[1].equals("CLUSTER_STARTED")) {
                open.add(words[2]);
            } else if (words[1].equals("CLUSTER_DONE")) {
                open.remove(words[2]);
            }
            most = Math.max(most, open.size());
        }
        return most;
    }

    @Test
    @Scenario("a cluster without the app")
    void aClusterWithoutTheAppIsRefusedBeforeAnythingChanges() {
        Rig rig = new Rig(75, "gd9-a", "gd9-b").app("gd9-a", "cart", 2).settled();
        refused(rig, rig.specs("cart", Rig.rest()), "cluster gd9-b: there is no Deployment cart in namespace shop");
    }

    @Test
    @Scenario("a cluster named twice")
    void aClusterNamedTwiceIsRefused() {
        Rig rig = new Rig(76, "gd9-a", "gd9-b").app("cart", 2).settled();
        refused(rig, Specs.of("cart").clusters("gd9-a", "gd9-b", "gd9-a"), "cluster gd9-a is named twice");
    }

    @Test
    @Scenario("unknown cluster")
    void anUnknownClusterIsRefusedAndTheKnownOnesAreListed() {
        Rig rig = new Rig(77, "gd9-a", "gd9-b").app("cart", 2).settled();
        refused(
                rig,
                Specs.of("cart").clusters("gd9-a", "gd9-c"),
                "cluster gd9-c is not in the fleet; it has gd9-a, gd9-b");
    }

    private static void refused(Rig rig, Specs specs, String why) {
        List<String> before = everything(rig);
        ReleaseResult result = rig.end(rig.start(specs.build()));
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.reason()).contains(why);
        rig.settled();
        assertThat(everything(rig)).isEqualTo(before);
    }

    /** Every object that a release could have made or changed, with its version. */
    private static List<String> everything(Rig rig) {
        List<String> all = new ArrayList<>();
        rig.servers.forEach((cluster, server) -> {
            for (Kind<?> kind : List.of(Kind.DEPLOYMENT, Kind.REPLICA_SET, Kind.LEASE, Kind.CONFIG_MAP)) {
                server.list(kind, Rig.NS, null)
                        .forEach(each -> all.add(
                                cluster + " " + kind.named(each.getMetadata().getName()) + " "
                                        + each.getMetadata().getResourceVersion()));
            }
        });
        return all;
    }
}
