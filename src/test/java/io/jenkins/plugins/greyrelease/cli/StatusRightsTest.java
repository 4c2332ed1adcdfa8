package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.image.survey.BaseReport;
import io.jenkins.plugins.greyrelease.image.survey.BaseSurvey;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.contract.Granted;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.rollout.Rig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** {@code grey status}, and {@code grey images}, with the rights of the example and no others. */
class StatusRightsTest {
    private final Rig rig = new Rig(5, "gd9-a").app("cart", 2).settled();

    @Test
    void theRightsOfTheExampleAreEnoughAndAllOfThemAreNeeded() {
        Granted granted = new Granted("status.yaml").in(rig.servers.get("gd9-a"), Rig.NS);
        FleetMember member = rig.fleet(new Lifeline()).members().get(0);
        CompletableFuture<ClusterReading> once = ClusterReading.of(member, Rig.NS, "cart");
        try (AppWatcher watcher = new AppWatcher(member, Rig.NS, "cart", rig.time, rig.ids(), () -> {})) {
            rig.time.advance(Duration.ofSeconds(5));
            assertThat(once.join().apps()).hasSize(1);
            assertThat(watcher.reading().apps()).hasSize(1);
            assertThat(watcher.reading().problem()).isEmpty();
        }
        CompletableFuture<BaseReport> images =
                BaseSurvey.of(new Fleet(List.of(inNamespace(member))), Registries.NONE, rig.time);
        rig.time.advance(Duration.ofSeconds(5));
        assertThat(images.join().clusters()).isEmpty();
        assertThat(images.join().findings()).hasSize(1);
        granted.assertAllOfItIsNeeded();
    }

    /** As the fleet names it where it names namespaces; without them, all are looked at. */
    private static FleetMember inNamespace(FleetMember member) {
        ClusterSpec all = member.spec();
        ClusterSpec one =
                new ClusterSpec(all.name(), all.idc(), all.labels(), List.of(Rig.NS), all.access(), all.simulate());
        return new FleetMember(one, member.cluster());
    }
}
