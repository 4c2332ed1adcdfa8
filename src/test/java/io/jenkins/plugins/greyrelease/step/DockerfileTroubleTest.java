package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.image.Stage;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.BuildsSpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.contract.Granted;
import io.jenkins.plugins.greyrelease.rehearsal.SimulatedBuilder;
import io.jenkins.plugins.greyrelease.rehearsal.api.Rbac;
import io.jenkins.plugins.greyrelease.rehearsal.api.SimCluster;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ContainerWork;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ImageBehaviour;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Effect;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Fault;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultyCluster;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code buildBaseImage} with a Dockerfile: everything that can be in the way of its Job. */
class DockerfileTroubleTest extends DockerfileRig {

    @Test
    void aBuildThatFailsShowsItsLastLinesAndItsExitCode() {
        builder(ContainerWork.fails(Duration.ofSeconds(5), 1, List.of("#5 RUN make", "error: make: not found")));
        StepOutcome outcome = run(ARGUMENTS);

        assertThat(outcome.status()).isEqualTo(Status.FAILURE);
        assertThat(outcome.message()).contains("exit code 1", "#5 RUN make\n  error: make: not found");
        assertThat(test.digest("base/php", "8.1")).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void aBuildThatWantsMoreMemoryThanItHasIsToldSo() {
        builder(ContainerWork.runsOutOfMemory(Duration.ofSeconds(5), List.of("#5 RUN make -j99")));
        assertThat(run(ARGUMENTS).message()).contains("more than its memory of 4Gi", "'memory'", "#5 RUN make -j99");
    }

    @Test
    void aBuildThatTakesTooLongIsEnded() {
        builder(ContainerWork.succeeds(Duration.ofHours(2), "", List.of()));
        assertThat(run(ARGUMENTS).message()).contains("took longer than 30m", "'timeout'");
        assertNothingIsLeft();
    }

    @Test
    void aBuilderThatCannotBePulledIsGivenUpAfterAWhile() {
        cluster.images().set("*buildkit*", ImageBehaviour.NORMAL.pullsNever());
        Duration begun = stage.time.elapsed();
        StepOutcome outcome = run(ARGUMENTS);

        assertThat(outcome.message()).contains("test.example/tools/buildkit:rootless cannot be pulled", "'image'");
        assertThat(stage.time.elapsed().minus(begun)).isLessThan(Duration.ofMinutes(10));
        assertThat(host.log)
                .anyMatch(line -> line.startsWith("the build waits: ") && line.contains("cannot be pulled"));
        assertNothingIsLeft();
    }

    @Test
    void aBuildWithoutAnyNodeWaitsAndSaysWhatItWaitsFor() {
        BuildsSpec big = new BuildsSpec(
                "build-a",
                NAMESPACE,
                BUILDS.image(),
                Optional.empty(),
                "linux/amd64",
                "64",
                "4Gi",
                Duration.ofMinutes(5));
        host = host(cluster.member(), big);
        StepOutcome outcome = run(ARGUMENTS);

        assertThat(outcome.message()).contains("longer than 5m", "did not even begin", "no node takes it", "cpu 64");
    }

    @Test
    void withoutRoomInTheQuotaNothingIsCreated() {
        quota("2");
        BuildsSpec builds = new BuildsSpec(
                "build-a",
                NAMESPACE,
                BUILDS.image(),
                Optional.empty(),
                "linux/amd64",
                "4",
                "4Gi",
                Duration.ofMinutes(5));
        host = host(cluster.member(), builds);
        StepOutcome outcome = run(ARGUMENTS);

        assertThat(outcome.message())
                .contains("namespace image-builds of cluster build-a", "ResourceQuota/team", "cpu");
        assertNothingIsLeft();
    }

    @Test
    void aQuotaThatIsUsedUpMeanwhileIsWaitedFor() {
        CompletableFuture<StepOutcome> outcome = work(host, ARGUMENTS).start();
        until(() -> !all(Kind.JOB).isEmpty());
        quota("1");
        stage.time.advance(Duration.ofMinutes(1));
        assertThat(host.log).anyMatch(line -> line.contains("the quota of namespace image-builds has no room"));
        cluster.server().delete("kubectl", Kind.RESOURCE_QUOTA, NAMESPACE, "team", DeleteOptions.BACKGROUND);

        assertThat(stage.end(outcome).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void missingRightsAreAllNamedBeforeAnythingIsCreated() {
        cluster.server().rbac().deny(SimCluster.WHO, new Rbac.Rule("create", "jobs", NAMESPACE));
        cluster.server().rbac().deny(SimCluster.WHO, new Rbac.Rule("get", "pods/log", NAMESPACE));

        assertThat(run(ARGUMENTS).message())
                .contains("no right to create jobs.batch", "no right to get pods/log", "image-builds.yaml");
    }

    @Test
    void aLogThatIsCutGoesOnWhereItWas() {
        List<String> lines =
                IntStream.range(0, 60).mapToObj(i -> "#" + i + " step").toList();
        CompletableFuture<StepOutcome> outcome = work(host, ARGUMENTS).start();
        cluster.images()
                .work(
                        "*buildkit*",
                        pod -> ContainerWork.succeeds(
                                Duration.ofSeconds(60),
                                new SimulatedBuilder(name -> Optional.of(test))
                                        .work(pod)
                                        .message(),
                                lines));
        for (int i = 0; i < 12; i++) {
            stage.time.advance(Duration.ofSeconds(7));
            cluster.port().cutLogs();
        }

        assertThat(stage.end(outcome).status()).isEqualTo(Status.SUCCESS);
        assertThat(host.log).containsSubsequence(lines);
        assertThat(host.log.stream().filter(line -> line.endsWith(" step"))).isEqualTo(lines);
    }

    @Test
    void aClusterThatIsAwayForAWhileHoldsTheBuildUp() {
        CompletableFuture<StepOutcome> outcome = work(host, ARGUMENTS).start();
        until(() -> host.log.stream().anyMatch(line -> line.startsWith("#1")));
        cluster.port().down();
        stage.time.advance(Duration.ofMinutes(4));
        assertThat(host.log).anyMatch(line -> line.startsWith("waits for cluster build-a"));
        cluster.port().up();

        assertThat(stage.end(outcome).status()).isEqualTo(Status.SUCCESS);
        assertThat(host.log).filteredOn(line -> line.startsWith("#1")).hasSize(1);
    }

    @Test
    void afterADeathAtAnyCallTheBuildGoesOnWithTheJobThatIsThere() {
        for (int number = 1; number <= 9; number++) {
            for (Lifeline.Moment moment : Lifeline.Moment.values()) {
                int tag = number * 10 + moment.ordinal();
                Map<String, Object> arguments = new HashMap<>(ARGUMENTS);
                arguments.put("tag", "8." + tag);
                Lifeline first = new Lifeline();
                first.dieAt(call -> !call.verb().equals("watch"), number, moment);
                work(dying(first), arguments).start();
                stage.time.advance(Duration.ofSeconds(20));

                assertThat(run(arguments).message()).as("death at call %s", tag).isEmpty();
                assertThat(test.digest("base/php", "8." + tag)).isPresent();
                assertNothingIsLeft();
            }
        }
    }

    @Test
    void writesThatFailForAWhileAreTriedAgain() {
        FaultyCluster.Active trouble = cluster.port()
                .begin(Fault.always(Fault.WRITES, Fault.serverError()).times(3));
        assertThat(run(ARGUMENTS).message()).isEmpty();
        assertThat(trouble.hits()).isEqualTo(3);
        assertNothingIsLeft();
    }

    @Test
    void anAnswerThatIsLostIsNoHarm() {
        FaultyCluster.Active trouble = cluster.port()
                .begin(Fault.always(call -> call.verb().equals("create"), new Effect.LoseAnswer())
                        .times(5));
        assertThat(run(ARGUMENTS).message()).isEmpty();
        assertThat(trouble.hits()).isEqualTo(5);
        assertNothingIsLeft();
    }

    @Test
    void aJobThatSomebodyDeletesIsMissed() {
        CompletableFuture<StepOutcome> outcome = work(host, ARGUMENTS).start();
        until(() -> host.log.stream().anyMatch(line -> line.startsWith("#1")));
        String job = all(Kind.JOB).get(0).getMetadata().getName();
        cluster.server().delete("kubectl", Kind.JOB, NAMESPACE, job, DeleteOptions.BACKGROUND);

        assertThat(stage.end(outcome).message()).contains("somebody deleted job/" + job);
    }

    @Test
    void theRightsOfTheExampleAreEnoughAndAllOfThemAreNeeded() {
        Granted granted = new Granted("image-builds.yaml").in(cluster.server(), NAMESPACE);
        assertThat(run(ARGUMENTS).message()).isEmpty();
        granted.assertAllOfItIsNeeded();
    }

    @Test
    void whatWasLeftBehindBeforeItBeganIsClearedAwayByALaterBuild() {
        Lifeline dies = new Lifeline();
        dies.dieAt(call -> call.verb().equals("create") && call.kind().equals(Kind.SECRET), 1, Lifeline.Moment.AFTER);
        work(dying(dies), ARGUMENTS).start();
        stage.time.advance(Duration.ofHours(20));
        Map<String, Object> other = new HashMap<>(ARGUMENTS);
        other.put("tag", "8.2");
        run(other);
        assertThat(all(Kind.JOB)).hasSize(1);
        stage.time.advance(Duration.ofHours(20));
        other.put("tag", "8.3");
        run(other);
        assertThat(host.log).anyMatch(line -> line.startsWith("deleted what was left behind of 1 builds"));
        assertNothingIsLeft();
    }

    @Test
    void credentialsThatSomebodyPrintsAreNotShown() {
        builder(ContainerWork.fails(Duration.ofSeconds(5), 1, List.of("#5 RUN env: PASSWORD=" + Stage.SECRET)));
        StepOutcome outcome = run(ARGUMENTS);
        assertThat(outcome.message()).contains("#5 RUN env: PASSWORD=****").doesNotContain(Stage.SECRET);
        assertThat(String.join("\n", host.log)).contains("PASSWORD=****").doesNotContain(Stage.SECRET);
    }

    @Test
    void ofAClusterThatNeverAnswersNothingIsSaidToBeLeftBehind() {
        cluster.port().down();
        assertThat(run(ARGUMENTS).message())
                .contains("cluster build-a", "connection refused")
                .doesNotContain("left behind");
    }
}
