package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.kube.contract.OnRealClusters;
import io.jenkins.plugins.greyrelease.kube.contract.RealClusters;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release with the command, killed in the middle of a batch and gone on with, on real control planes. */
@OnRealClusters
class RealCommandTest {
    private static final int PODS = 10;
    /** The second batch begins: its pods are asked for, and take ten seconds to be ready. */
    private static final String SECOND = "(?s).*%s]? scale canary \\S+ from 1 to 5 of 5 \\(batch 2\\).*";

    private static final String LAST = "(?s).*%s] batch 3: 10 pods of canary \\S+ serve.*";

    private final RealClusters real = new RealClusters();
    private final RealFrontend frontend = new RealFrontend(real, "command");

    @TempDir
    private Path dir;

    @AfterEach
    void close() {
        frontend.close();
        real.close();
    }

    @Test
    void killedInTheMiddleOfTheSecondBatchAndResumedItEndsAsRehearsed() throws IOException {
        List<RealApp> apps = real.names().stream().map(frontend::in).toList();
        GreyProcess run = grey(
                "run",
                words("--image", RealFrontend.NEW, "--batches", "1,4,5", "--max-parallel", "9", "--max-surge", "50%"));
        untilSaid(SECOND, run);
        run.kill();

        GreyProcess status = ended(grey("status", words()));
        assertThat(status.code()).as(status.said()).isEqualTo(3);
        String release = status.said().replaceFirst("(?s).*?/frontend +(\\w{5}) .*", "$1");
        real.names().forEach(cluster -> assertThat(status.said())
                .containsPattern(cluster + " +\\S+/frontend +" + release + " +batch 2 +9/9 ready +1/5 ready"));

        GreyProcess resume = grey("resume", words());
        untilSaid(LAST, resume);
        Map<String, Map<String, String>> before = pods(apps);
        Files.createFile(dir.resolve("go-3"));
        ended(resume);

        assertThat(resume.code()).as(resume.said()).isZero();
        assertThat(resume.said()).contains("goes on with release " + release).endsWith("released\n");
        assertThat(before.values()).allSatisfy(canary -> assertThat(canary).hasSize(PODS));
        // the same pods of the same ReplicaSets, made at the same time, restarted as often
        assertThat(pods(apps)).isEqualTo(before);
        for (RealApp app : apps) {
            app.assertEndedOn(RealFrontend.NEW);
            assertThat(app.podEvents())
                    .filteredOn(line -> line.startsWith("made "))
                    .hasSize(PODS);
            assertThat(app.podEvents())
                    .filteredOn(line -> line.startsWith("told to go "))
                    .hasSize(PODS);
            assertThat(app.podEvents()).noneMatch(line -> line.startsWith("restarted "));
        }
        assertThat(WriteStory.ofPrinted((run.said() + resume.said()).lines().toList(), release))
                .isEqualTo(rehearsed());
    }

    private List<String> words(String... more) {
        List<String> words = new ArrayList<>(List.of("--app", frontend.namespace() + "/frontend"));
        words.addAll(List.of("--context", String.join(",", real.names())));
        words.addAll(List.of("--kubeconfig", System.getProperty(RealClusters.KUBECONFIG)));
        words.addAll(List.of(more));
        return words;
    }

    private GreyProcess grey(String command, List<String> words) throws IOException {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(words);
        if (!command.equals("status")) {
            // the hand-over comes when the pods before it have been looked at
            all.addAll(List.of("--check", "[ $GREY_BATCH != 3 ] || until [ -e go-3 ]; do sleep 0.2; done"));
        }
        return new GreyProcess(dir, all);
    }

    private void untilSaid(String form, GreyProcess process) {
        for (String cluster : real.names()) {
            real.until("what is said of " + cluster + " by " + process, () -> {
                assertThat(process.runs()).as(process::toString).isTrue();
                return process.said().matches(form.formatted(cluster));
            });
        }
    }

    private GreyProcess ended(GreyProcess process) {
        real.until("the end of " + process, () -> !process.runs());
        return process;
    }

    /** Of each cluster's new pods, by UID: ReplicaSet, creation, restarts. */
    private Map<String, Map<String, String>> pods(List<RealApp> apps) {
        Map<String, Map<String, String>> all = new TreeMap<>();
        for (RealApp app : apps) {
            Map<String, String> own = new TreeMap<>();
            RealClusters.answer(real.cluster(app.cluster()).list(Kind.POD, frontend.namespace(), Selector.EVERYTHING))
                    .items()
                    .stream()
                    .filter(pod ->
                            pod.getSpec().getContainers().get(0).getImage().equals(RealFrontend.NEW))
                    .forEach(pod -> own.put(pod.getMetadata().getUid(), told(pod)));
            all.put(app.cluster(), own);
        }
        return all;
    }

    private static String told(Pod pod) {
        int restarts = pod.getStatus().getContainerStatuses().stream()
                .mapToInt(ContainerStatus::getRestartCount)
                .sum();
        return "replicaset " + pod.getMetadata().getOwnerReferences().get(0).getUid() + ", created "
                + pod.getMetadata().getCreationTimestamp() + ", " + restarts + " restarts";
    }

    /** The same release in simulated clusters, with the same death, and the same command again. */
    private Map<String, List<String>> rehearsed() {
        Rig rig = frontend.rig();
        ReleaseSpec spec =
                frontend.spec(real.names()).maxParallel(9).namespace(Rig.NS).build();
        Lifeline life = new Lifeline();
        Release first = rig.rollouts(life).start(spec, rig, Releases.IfBusy.REFUSE);
        real.names()
                .forEach(cluster ->
                        rig.until(() -> rig.log.stream().anyMatch(line -> line.matches(SECOND.formatted(cluster)))));
        life.die();
        assertThat(rig.end(rig.again(spec)).outcome()).isEqualTo(Outcome.RELEASED);
        return WriteStory.ofEvents(rig.log, first.id());
    }
}
