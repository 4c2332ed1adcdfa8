package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import static io.jenkins.plugins.greyrelease.rehearsal.controllers.Rig.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KubeletTest {
    private final Rig rig = new Rig();

    private Pod onlyPod() {
        List<Pod> pods = rig.pods("cart");
        assertThat(pods).hasSize(1);
        return pods.get(0);
    }

    private ContainerStatus container() {
        return onlyPod().getStatus().getContainerStatuses().get(0);
    }

    private void start(ImageBehaviour behaviour) {
        rig.images.set("cart:*", behaviour);
        rig.create(deployment("cart", 1));
    }

    @Test
    void anImageThatCannotBePulledKeepsThePodPending() {
        start(ImageBehaviour.NORMAL.pullsNever());
        rig.advance(Duration.ofMinutes(1));

        assertThat(onlyPod().getStatus().getPhase()).isEqualTo("Pending");
        assertThat(container().getState().getWaiting().getReason()).isEqualTo("ImagePullBackOff");
        assertThat(container().getState().getWaiting().getMessage()).contains("cart:1");
    }

    @Test
    void aPodThatIsNeverReadyRunsAndDoesNotServe() {
        start(ImageBehaviour.NORMAL.neverReady());
        rig.advance(Duration.ofMinutes(1));

        assertThat(onlyPod().getStatus().getPhase()).isEqualTo("Running");
        assertThat(Pods.isReady(onlyPod())).isFalse();
    }

    @Test
    void aCrashLoopBacksOffLongerEachTime() {
        start(ImageBehaviour.NORMAL.crashesAfter(Duration.ofSeconds(5)));

        rig.advance(Duration.ofSeconds(8));
        assertThat(container().getRestartCount()).isZero();
        rig.advance(Duration.ofMinutes(2));
        int afterTwoMinutes = container().getRestartCount();
        rig.advance(Duration.ofMinutes(2));

        assertThat(afterTwoMinutes).isBetween(3, 5);
        assertThat(container().getRestartCount() - afterTwoMinutes).isBetween(0, 2);
    }

    @Test
    void aPodReadyAndThenCrashedIsNotReady() {
        start(ImageBehaviour.NORMAL.crashesAfter(Duration.ofMinutes(1)));
        rig.advance(Duration.ofSeconds(30));
        assertThat(Pods.isReady(onlyPod())).isTrue();

        rig.time.runUntil(() -> !Pods.isReady(onlyPod()), Duration.ofMinutes(5));

        assertThat(container().getState().getWaiting().getReason()).isEqualTo("CrashLoopBackOff");
        assertThat(container().getLastState().getTerminated().getExitCode()).isEqualTo(1);
    }

    @Test
    void theSecondPodOnANodeDoesNotPullAgain() {
        Rig small = new Rig(1, 1);
        small.images.usual(ImageBehaviour.NORMAL.pullsIn(Duration.ofMinutes(1)));
        small.create(deployment("cart", 1));
        assertThat(small.settles("cart")).isTrue();
        Duration before = small.time.elapsed();

        small.change("cart", d -> d.edit().editSpec().withReplicas(2).endSpec().build());
        assertThat(small.settles("cart")).isTrue();

        assertThat(small.time.elapsed().minus(before)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aPodThatIgnoresTerminationStaysForItsWholeGrace() {
        start(ImageBehaviour.NORMAL.ignoresTermination());
        rig.settles("cart");
        Duration before = rig.time.elapsed();

        rig.change("cart", d -> d.edit().editSpec().withReplicas(0).endSpec().build());
        rig.time.runUntil(() -> rig.pods("cart").isEmpty(), Duration.ofMinutes(5));

        assertThat(rig.time.elapsed().minus(before)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
    }

    @Test
    void aVolumeThatCannotBeMountedKeepsTheContainerCreating() {
        rig.images.breakVolume("data");
        rig.create(deployment("cart", 1)
                .edit()
                .editSpec()
                .editTemplate()
                .editSpec()
                .addToVolumes(new VolumeBuilder()
                        .withName("data")
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .build())
                .endSpec()
                .endTemplate()
                .endSpec()
                .build());
        rig.advance(Duration.ofMinutes(5));

        assertThat(container().getState().getWaiting().getReason()).isEqualTo("ContainerCreating");
    }

    @Test
    void aPodDeletedByForceIsGoneAtOnceAndReplaced() {
        start(ImageBehaviour.NORMAL);
        rig.settles("cart");
        String uid = onlyPod().getMetadata().getUid();

        rig.api.delete(
                Rig.USER,
                Kind.POD,
                Rig.SHOP,
                onlyPod().getMetadata().getName(),
                new DeleteOptions(
                        DeleteOptions.Propagation.BACKGROUND,
                        java.util.Optional.of(uid),
                        java.util.Optional.empty(),
                        java.util.Optional.of(0)));
        assertThat(rig.pods("cart")).isEmpty();

        rig.advance(Duration.ofSeconds(30));
        assertThat(Pods.isReady(onlyPod())).isTrue();
    }

    @Test
    void aSilentNodeIsNoticedAfterFortySecondsAndItsPodsReplacedFiveMinutesLater() {
        start(ImageBehaviour.NORMAL);
        rig.settles("cart");
        String node = Pods.node(onlyPod());

        rig.controllers.kubelet().nodeDown(node);
        rig.advance(Duration.ofSeconds(39));
        assertThat(Pods.isReady(onlyPod())).isTrue();
        rig.advance(Duration.ofSeconds(2));
        assertThat(Pods.isReady(onlyPod())).isFalse();
        assertThat(ready(node)).isEqualTo("Unknown");
        rig.advance(Duration.ofSeconds(298));
        assertThat(rig.pods("cart")).hasSize(1);

        rig.advance(Duration.ofSeconds(20));
        assertThat(rig.pods("cart")).hasSize(2);
        assertThat(rig.availablePods("cart")).isEqualTo(1);
    }

    @Test
    void aNodeThatComesBackFinishesDeletionsAndIsUsedAgain() {
        start(ImageBehaviour.NORMAL);
        rig.settles("cart");
        String node = Pods.node(onlyPod());
        rig.controllers.kubelet().nodeDown(node);
        rig.advance(Duration.ofMinutes(7));

        rig.controllers.kubelet().nodeBack(node);
        rig.advance(Duration.ofMinutes(1));

        assertThat(Pods.isReady(onlyPod())).isTrue();
        assertThat(ready(node)).isEqualTo("True");
        assertThat(rig.api.get(Kind.NODE, null, node).getSpec().getTaints()).isEmpty();
    }

    @Test
    void aNodeThatComesBackSoonRestartsItsPods() {
        start(ImageBehaviour.NORMAL);
        rig.settles("cart");
        String uid = onlyPod().getMetadata().getUid();
        String node = Pods.node(onlyPod());
        rig.controllers.kubelet().nodeDown(node);
        rig.advance(Duration.ofMinutes(2));

        rig.controllers.kubelet().nodeBack(node);
        rig.advance(Duration.ofMinutes(1));

        assertThat(onlyPod().getMetadata().getUid()).isEqualTo(uid);
        assertThat(container().getRestartCount()).isEqualTo(1);
        assertThat(Pods.isReady(onlyPod())).isTrue();
    }

    private String ready(String node) {
        Node live = rig.api.get(Kind.NODE, null, node);
        return live.getStatus().getConditions().stream()
                .filter(each -> "Ready".equals(each.getType()))
                .findFirst()
                .orElseThrow()
                .getStatus();
    }
}
