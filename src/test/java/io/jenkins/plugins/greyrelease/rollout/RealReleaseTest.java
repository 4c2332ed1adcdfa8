package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.contract.OnRealClusters;
import io.jenkins.plugins.greyrelease.kube.contract.RealClusters;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole releases on real control planes, in real time. */
@OnRealClusters
class RealReleaseTest {
    private final RealClusters real = new RealClusters();
    private final RealFrontend frontend = new RealFrontend(real, "release");
    private final List<RealApp> apps = new ArrayList<>();
    private final Hooks hooks = new Hooks();

    @AfterEach
    void close() {
        frontend.close();
        real.close();
    }

    @Test
    void theBoutiquesFrontendKeepsItsDeploymentsAndItsHandOverRestartsNoPodAsRehearsed() {
        real.names().forEach(this::frontend);
        Release release = start(spec());

        end(release, Outcome.RELEASED);
        assertThat(hooks.checks).hasSize(3 * real.names().size());
        for (RealApp app : apps) {
            app.assertEndedOn(RealFrontend.NEW);
            assertThat(app.podsOn(RealFrontend.NEW)).isEqualTo(hooks.canaryPods.get(app.cluster()));
            // ten came and ten went: none was made twice, none was lost
            assertThat(app.podEvents())
                    .filteredOn(line -> line.startsWith("made "))
                    .hasSize(10);
            assertThat(app.podEvents())
                    .filteredOn(line -> line.startsWith("told to go "))
                    .hasSize(10);
            assertThat(app.podEvents()).noneMatch(line -> line.startsWith("restarted "));
        }
        assertThat(WriteStory.ofEvents(hooks.lines, release.id())).isEqualTo(rehearsed());
    }

    @Test
    void aCheckThatRejectsTheSecondBatchTakesEverythingBack() {
        RealApp app = frontend(real.names().get(0));
        Set<String> before = app.podsOn(RealFrontend.OLD);
        hooks.rejected = 2;

        end(start(spec()), Outcome.ROLLED_BACK);
        app.assertEndedOn(RealFrontend.OLD);
        // the first batch took one of the ten away, the second four more
        assertThat(app.podsOn(RealFrontend.OLD)).filteredOn(before::contains).hasSize(5);
    }

    private RealApp frontend(String cluster) {
        RealApp app = frontend.in(cluster);
        apps.add(app);
        return app;
    }

    private Specs spec() {
        return frontend.spec(apps.stream().map(RealApp::cluster).toList());
    }

    private Release start(Specs spec) {
        Fleet fleet = real.client().fleet();
        Rollouts rollouts = new Rollouts(() -> fleet, real.scheduler(), new RandomIds(), "real-release-test");
        return rollouts.start(spec.build(), hooks, Releases.IfBusy.REFUSE);
    }

    private void end(Release release, Outcome outcome) {
        real.until("the end of the release", release.result()::isDone, Duration.ofMinutes(10));
        assertThat(release.result().join().outcome())
                .as(() -> String.join("\n", hooks.lines))
                .isEqualTo(outcome);
    }

    /** The same release in clusters that are simulated. */
    private Map<String, List<String>> rehearsed() {
        Rig rig = frontend.rig();
        Release release = rig.start(spec().namespace(Rig.NS).build());
        assertThat(rig.end(release).outcome()).isEqualTo(Outcome.RELEASED);
        return WriteStory.ofEvents(rig.log, release.id());
    }

    /** Says yes to every batch but one, and notes the pods it says yes to. */
    private final class Hooks implements ReleaseHooks {
        private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<BatchReport> checks = new ConcurrentLinkedQueue<>();
        private final Map<String, Set<String>> canaryPods = new TreeMap<>();
        private volatile int rejected;

        @Override
        public CompletableFuture<Verdict> check(BatchReport batch) {
            checks.add(batch);
            String place = batch.places().get(0).cluster();
            Cluster cluster = real.cluster(place);
            return cluster.list(Kind.POD, frontend.namespace(), null).thenApply(pods -> {
                Set<String> canary = new TreeSet<>();
                pods.items().stream()
                        .filter(pod ->
                                pod.getSpec().getContainers().get(0).getImage().equals(RealFrontend.NEW))
                        .forEach(pod -> canary.add(pod.getMetadata().getUid()));
                canaryPods.put(place, canary);
                return batch.batch() == rejected ? new Verdict.Rejected("errors") : new Verdict.Passed();
            });
        }

        @Override
        public void event(ReleaseEvent event) {
            lines.add(event.kind() + " " + event.cluster().orElse("-") + " " + event.text());
        }
    }
}
