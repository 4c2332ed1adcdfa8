package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import io.jenkins.plugins.greyrelease.kube.contract.OnRealClusters;
import io.jenkins.plugins.greyrelease.kube.contract.RealClusters;
import io.jenkins.plugins.greyrelease.manifest.Manifests;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import java.nio.file.Path;
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
    private static final String OLD =
            "us-central1-docker.pkg.dev/online-boutique-ci/microservices-demo/frontend:v0.10.6";
    private static final String NEW =
            "us-central1-docker.pkg.dev/online-boutique-ci/microservices-demo/frontend:v0.10.7";
    private static final Path FRONTEND = Path.of("src/test/resources/real/frontend.yaml");

    private final RealClusters real = new RealClusters();
    private final String namespace = real.namespace("release", real.names());
    private final Manifests manifests = Manifests.load(FRONTEND, namespace);
    private final List<RealApp> apps = new ArrayList<>();
    private final Hooks hooks = new Hooks();

    @AfterEach
    void close() {
        apps.forEach(RealApp::close);
        real.close();
    }

    @Test
    void theBoutiquesFrontendKeepsItsDeploymentsAndItsHandOverRestartsNoPodAsRehearsed() {
        real.names().forEach(this::frontend);
        Release release = start(spec());

        end(release, Outcome.RELEASED);
        assertThat(hooks.checks).hasSize(3 * real.names().size());
        for (RealApp app : apps) {
            app.assertEndedOn(NEW);
            assertThat(app.podsOn(NEW)).isEqualTo(hooks.canaryPods.get(app.cluster()));
            // ten came and ten went: none was made twice, none was lost
            assertThat(app.podEvents())
                    .filteredOn(line -> line.startsWith("made "))
                    .hasSize(10);
            assertThat(app.podEvents())
                    .filteredOn(line -> line.startsWith("told to go "))
                    .hasSize(10);
            assertThat(app.podEvents()).noneMatch(line -> line.startsWith("restarted "));
        }
        assertThat(WriteStory.of(hooks.lines, release.id())).isEqualTo(rehearsed());
    }

    @Test
    void aCheckThatRejectsTheSecondBatchTakesEverythingBack() {
        RealApp app = frontend(real.names().get(0));
        Set<String> before = app.podsOn(OLD);
        hooks.rejected = 2;

        end(start(spec()), Outcome.ROLLED_BACK);
        app.assertEndedOn(OLD);
        // the first batch took one of the ten away, the second four more
        assertThat(app.podsOn(OLD)).filteredOn(before::contains).hasSize(5);
    }

    /** The app, and all that its pods need. */
    private RealApp frontend(String cluster) {
        Cluster there = real.cluster(cluster);
        Service service = (Service) manifests.objects().stream()
                .filter(Service.class::isInstance)
                .findFirst()
                .orElseThrow();
        RealClusters.answer(there.create(Kind.SERVICE, service, WriteOptions.FOR_REAL));
        Deployment deployment = deployment(manifests);
        ServiceAccount account = new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(deployment.getSpec().getTemplate().getSpec().getServiceAccountName())
                .withNamespace(namespace)
                .endMetadata()
                .build();
        RealClusters.answer(there.create(RealClusters.SERVICE_ACCOUNT, account, WriteOptions.FOR_REAL));
        RealApp app = new RealApp(real, cluster, deployment);
        apps.add(app);
        return app;
    }

    private static Deployment deployment(Manifests of) {
        return of.objects().stream()
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private Specs spec() {
        return Specs.of("frontend")
                .image(NEW)
                .clusters(apps.stream().map(RealApp::cluster).toList())
                .batches(Rig.pods(1), Rig.pods(4), Rig.pods(5))
                .maxSurge("50%");
    }

    private Release start(Specs spec) {
        Fleet fleet = real.client().fleet();
        Rollouts rollouts = new Rollouts(() -> fleet, real.scheduler(), new RandomIds(), "real-release-test");
        return rollouts.start(spec.namespace(namespace).build(), hooks, Releases.IfBusy.REFUSE);
    }

    private void end(Release release, Outcome outcome) {
        real.until("the end of the release", release.result()::isDone, Duration.ofMinutes(10));
        assertThat(release.result().join().outcome())
                .as(() -> String.join("\n", hooks.lines))
                .isEqualTo(outcome);
    }

    /** The same release in clusters that are simulated. */
    private Map<String, List<String>> rehearsed() {
        Rig rig = new Rig(1, real.names().toArray(String[]::new));
        Deployment simulated = deployment(Manifests.load(FRONTEND, Rig.NS));
        real.names().forEach(cluster -> rig.app(cluster, simulated));
        rig.settled();
        Release release = rig.start(spec().namespace(Rig.NS).build());
        assertThat(rig.end(release).outcome()).isEqualTo(Outcome.RELEASED);
        List<String> lines = rig.log.stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
        return WriteStory.of(lines, release.id());
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
            return cluster.list(Kind.POD, namespace, null).thenApply(pods -> {
                Set<String> canary = new TreeSet<>();
                pods.items().stream()
                        .filter(pod ->
                                pod.getSpec().getContainers().get(0).getImage().equals(NEW))
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
