package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ImageBehaviour;
import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Versions whose pods never come up, whatever the cause: the deadline says why in the cluster's own words, an abort
 * does not wait for it, and the stable pods are the same ones all the while.
 */
class NeverReadyTest {
    private static final String A = "gd9-a";
    private static final Duration DEADLINE = Duration.ofMinutes(3);

    /** One way to fail. */
    private record Cause(ClusterSpec.Simulate machines, Deployment app, Specs specs, Consumer<Rig> trouble) {
        static Cause of(Consumer<Rig> trouble) {
            return new Cause(
                    ClusterSpec.Simulate.DEFAULT, Rig.deployment("cart", 4, "cart:v1"), Specs.of("cart"), trouble);
        }
    }

    private static Cause image(ImageBehaviour behaviour) {
        return Cause.of(rig -> rig.images.get(A).set("cart:v2", behaviour));
    }

    @Test
    @Scenario({"pods never ready: wrong image", "pods never ready: the deadline fires, abort works, stable is untouched"
    })
    void anImageThatIsNotThere() {
        fails(image(ImageBehaviour.NORMAL.pullsNever()), "ImagePullBackOff", "cart:v2");
    }

    @Test
    @Scenario({
        "pods never ready: failing probe",
        "pods never ready: the deadline fires, abort works, stable is untouched"
    })
    void aProbeThatNeverSucceeds() {
        fails(image(ImageBehaviour.NORMAL.neverReady()), "readiness probe fails");
    }

    @Test
    @Scenario({"pods never ready: no quota", "pods never ready: the deadline fires, abort works, stable is untouched"})
    void aQuotaThatWasTightenedAfterPreflight() {
        fails(
                Cause.of(rig -> rig.servers
                        .get(A)
                        .create(
                                Rig.OWNER,
                                Kind.RESOURCE_QUOTA,
                                new ResourceQuotaBuilder()
                                        .withNewMetadata()
                                        .withName("pods")
                                        .withNamespace(Rig.NS)
                                        .endMetadata()
                                        .withNewSpec()
                                        .withHard(Map.of("pods", new Quantity("4")))
                                        .endSpec()
                                        .build())),
                "cannot make pods",
                "exceeded quota: pods");
    }

    @Test
    @Scenario({
        "pods never ready: no node with room",
        "pods never ready: the deadline fires, abort works, stable is untouched"
    })
    void aClusterThatIsFull() {
        Deployment big = new DeploymentBuilder(Rig.deployment("cart", 4, "cart:v1"))
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withNewResources()
                .addToRequests("cpu", new Quantity("1"))
                .endResources()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
        ClusterSpec.Simulate small = new ClusterSpec.Simulate(2, 1, "2", "8Gi");
        fails(new Cause(small, big, Specs.of("cart"), rig -> {}), "Unschedulable", "Insufficient cpu");
    }

    @Test
    @Scenario({
        "pods never ready: volume that cannot mount",
        "pods never ready: the deadline fires, abort works, stable is untouched"
    })
    void aVolumeThatCannotBeMounted() {
        Deployment next = new DeploymentBuilder(Rig.deployment("cart", 4, "cart:v2"))
                .editSpec()
                .editTemplate()
                .editSpec()
                .withVolumes(new VolumeBuilder()
                        .withName("settings")
                        .withNewConfigMap()
                        .withName("cart-settings-v2")
                        .endConfigMap()
                        .build())
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
        fails(
                new Cause(
                        ClusterSpec.Simulate.DEFAULT,
                        Rig.deployment("cart", 4, "cart:v1"),
                        Specs.of("cart").manifest(next),
                        rig -> rig.images.get(A).breakVolume("settings")),
                "ContainerCreating",
                "volumes");
    }

    @Test
    @Scenario("pods ready, then crash before minReadySeconds")
    void podsThatCrashBeforeTheyCount() {
        Rig rig = new Rig(48, A).app("cart", 4).settled();
        rig.images.get(A).set("cart:v2", ImageBehaviour.NORMAL.crashesAfter(Duration.ofSeconds(20)));
        Set<String> stable = living(rig);
        Release release = rig.start(rig.specs("cart", Rig.pods(1), Rig.rest())
                .minReady(Duration.ofMinutes(1))
                .build());
        ReleaseResult result = rig.end(release);
        assertThat(result.outcome()).as(rig::tail).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.reason()).contains("CrashLoopBackOff");
        assertThat(rig.checks).isEmpty();
        untouched(rig, stable);
    }

    private static void fails(Cause cause, String... reasons) {
        deadlineFires(cause, reasons);
        abortWorks(cause);
    }

    private static void deadlineFires(Cause cause, String... reasons) {
        Rig rig = rig(cause);
        Set<String> stable = living(rig);
        Duration begin = rig.time.elapsed();
        Release release = begin(rig, cause);
        ReleaseResult result = rig.end(release);
        assertThat(result.outcome()).as(rig::tail).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.reason()).contains("0 of 1 pods serve").contains(reasons);
        assertThat(rig.time.elapsed().minus(begin)).isBetween(DEADLINE, DEADLINE.plusMinutes(1));
        untouched(rig, stable);
    }

    private static void abortWorks(Cause cause) {
        Rig rig = rig(cause);
        Set<String> stable = living(rig);
        Release release = begin(rig, cause);
        rig.time.advance(Duration.ofMinutes(1));
        assertThat(release.status()).contains("0 of 1");
        Duration aborted = rig.time.elapsed();
        var answer = release.command(Command.ABORT, "anna");
        ReleaseResult result = rig.end(release);
        assertThat(answer).isCompleted();
        assertThat(result.outcome()).as(rig::tail).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.reason()).contains("anna");
        assertThat(rig.time.elapsed().minus(aborted)).isLessThan(Duration.ofMinutes(1));
        untouched(rig, stable);
    }

    private static Rig rig(Cause cause) {
        return new Rig(47, cause.machines(), A).app(A, cause.app()).settled();
    }

    private static Release begin(Rig rig, Cause cause) {
        Release release = rig.start(cause.specs()
                .clusters(A)
                .batches(Rig.pods(1), Rig.rest())
                .progressDeadline(DEADLINE)
                .build());
        rig.untilSaid("CLUSTER_STARTED");
        cause.trouble().accept(rig);
        return release;
    }

    private static Set<String> living(Rig rig) {
        return rig.servers.get(A).list(Kind.POD, Rig.NS, null).stream()
                .map(Pod::getMetadata)
                .map(meta -> meta.getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void untouched(Rig rig, Set<String> stable) {
        rig.settled();
        rig.assertClean(A, "cart", "cart:v1", 4);
        assertThat(living(rig)).isEqualTo(stable);
    }
}
