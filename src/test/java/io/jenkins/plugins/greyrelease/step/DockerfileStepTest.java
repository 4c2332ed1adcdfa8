package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.image.Stage;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ContainerWork;
import io.jenkins.plugins.greyrelease.rehearsal.registry.SampleImage;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** {@code buildBaseImage} with a Dockerfile: what comes of it, and what is refused. */
class DockerfileStepTest extends DockerfileRig {

    @Test
    void aVersionIsBuiltPushedFoundAndReleasedAndNothingIsLeft() {
        StepOutcome outcome = run(ARGUMENTS);

        assertThat(outcome.message()).isEmpty();
        assertThat(outcome.status()).isEqualTo(Status.SUCCESS);
        String digest = test.digest("base/php", "8.1").orElseThrow();
        assertThat(outcome.returned()).isEqualTo("test.example/base/php:8.1@" + digest);
        assertThat(test.digest("base/php", "released")).contains(digest);
        assertThat(host.log)
                .anyMatch(line -> line.startsWith("bases/php: 2 files, "))
                .anyMatch(line -> line.startsWith("builds with job/grey-build-") && line.contains("build-a"))
                .contains("#1 load build definition")
                .anyMatch(line -> line.contains("applications of type 'php' stand on test.example/base/php:8.1@"));
        assertNothingIsLeft();
    }

    @Test
    void theBuilderIsGivenWhatItNeedsAndNoMore() {
        CompletableFuture<StepOutcome> outcome = work(host, ARGUMENTS).start();
        until(() -> !all(Kind.SECRET).isEmpty());

        assertThat(all(Kind.CONFIG_MAP)).hasSize(2);
        String arguments = all(Kind.JOB)
                .get(0)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getArgs()
                .toString();
        assertThat(arguments)
                .contains("--opt=context:test.example/os/debian:12=docker-image://test.example/os/debian@"
                        + test.digest("os/debian", "12").orElseThrow())
                .contains("--opt=label:org.opencontainers.image.base.name=test.example/os/debian:12")
                .contains("--opt=label:org.opencontainers.image.revision=4f2c")
                .contains("--opt=label:io.jenkins.plugins.grey-release.base-type=php");
        assertThat(stage.end(outcome).status()).isEqualTo(Status.SUCCESS);
        assertThat(String.join("\n", host.log)).doesNotContain(Stage.SECRET);
    }

    @Test
    void aVersionStaysWhatItIs() {
        run(ARGUMENTS);
        assertThat(run(ARGUMENTS).status()).isEqualTo(Status.SUCCESS);
        Map<String, Object> other = new HashMap<>(ARGUMENTS);
        other.put("revision", "9b1e");

        StepOutcome outcome = run(other);
        assertThat(outcome.status()).isEqualTo(Status.FAILURE);
        assertThat(outcome.message()).contains("the version 8.1", "is another image", "a new 'tag'");
        assertNothingIsLeft();
    }

    @Test
    void stoppedItDeletesItsJobAndSetsNoTag() {
        ErrandWork work = work(host, ARGUMENTS);
        CompletableFuture<StepOutcome> outcome = work.start();
        until(() -> host.log.stream().anyMatch(line -> line.startsWith("#1")));
        work.stop("ada");

        assertThat(stage.end(outcome).status()).isEqualTo(Status.ABORTED);
        assertThat(stage.end(outcome).message()).contains("stopped by ada");
        assertThat(test.digest("base/php", "8.1")).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void whatABuilderSaysIsNotBelieved() {
        builder(ContainerWork.succeeds(Duration.ofSeconds(5), "sha256:" + "a".repeat(64), List.of()));
        assertThat(run(ARGUMENTS).message()).contains("says that it pushed", "does not have it in base/php");

        builder(ContainerWork.succeeds(Duration.ofSeconds(5), "done", List.of()));
        assertThat(run(ARGUMENTS).message()).contains("named no image but 'done'");

        SampleImage other = SampleImage.of("another", 100);
        test.put("base/php", "other", other);
        builder(ContainerWork.succeeds(Duration.ofSeconds(5), other.digest(), List.of()));
        assertThat(run(ARGUMENTS).message()).contains("another image", "its label");
        assertThat(test.digest("base/php", "8.1")).isEmpty();
    }

    @Test
    void whatIgnoredFilesHoldIsNotSentAndCredentialsAreRefused() throws IOException {
        write("bases/php/.env", "PASSWORD=geheim");
        StepOutcome refused = run(ARGUMENTS);
        assertThat(refused.message()).contains("bases/php/.env (").doesNotContain("geheim");
        assertThat(all(Kind.JOB)).isEmpty();

        write("bases/php/.dockerignore", ".env\n");
        assertThat(run(ARGUMENTS).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void aContextThatIsTooBigIsRefusedWithItsSize() throws IOException {
        byte[] noise = new byte[9 << 20];
        new SplittableRandom(1).nextBytes(noise);
        Files.write(workspace.resolve("bases/php/conf/big"), noise);
        StepOutcome outcome = run(ARGUMENTS);

        assertThat(outcome.message()).contains("bases/php: its files have 9", ".dockerignore");
        assertThat(all(Kind.JOB)).isEmpty();
    }

    @Test
    void aDockerfileMayBeNamedItselfAndABaseHasToBeThere() throws IOException {
        write("web/alpine.Dockerfile", "FROM test.example/os/alpine:3\n");
        StepOutcome outcome = run(Map.of("type", "web", "definition", "web/alpine.Dockerfile", "tag", "1"));
        assertThat(outcome.message()).contains("test.example/os/alpine:3", "is not there");
    }

    @Test
    void withoutAPlaceToBuildTheStepIsRefused() {
        host = new FakeHost(new Fleet(List.of(cluster.member())), stage.time);
        host.registries = new Registries(List.of(stage.member(test)), other -> Optional.empty());
        host.files.put("bases/php/Dockerfile", "FROM scratch\n");
        assertThat(run(ARGUMENTS).status()).isEqualTo(Status.REFUSED);
        assertThat(run(ARGUMENTS).message()).contains("bases/php/Dockerfile", "add 'builds' to the fleet");
        assertThat(run(Map.of("type", "php", "definition", "nothing", "tag", "1"))
                        .message())
                .contains("neither nothing/image.yaml nor nothing/Dockerfile");

        host = host(cluster.member());
        Map<String, Object> elsewhere = new HashMap<>(ARGUMENTS);
        elsewhere.put("cluster", "build-b");
        assertThat(run(elsewhere).message()).contains("no cluster is named 'build-b'", "did you mean 'build-a'");
    }

    @Test
    void aClusterThatIsNamedHasToBeAllowedToTheJob() {
        List<String> asked = new ArrayList<>();
        ErrandWork.Rules rules = (namespace, clusters) -> {
            asked.add(namespace + " " + clusters);
            return clusters.isEmpty() ? List.of() : List.of("the folder allows no " + clusters);
        };
        Map<String, Object> named = new HashMap<>(ARGUMENTS);
        named.put("cluster", "build-a");
        StepOutcome refused = stage.end(
                new ErrandWork(Errand.of(StepSpecs.BUILD_BASE_IMAGE, named).orElseThrow(), host, rules).start());
        StepOutcome configured = stage.end(
                new ErrandWork(Errand.of(StepSpecs.BUILD_BASE_IMAGE, ARGUMENTS).orElseThrow(), host, rules).start());
        assertThat(refused.status()).isEqualTo(Status.REFUSED);
        assertThat(configured.status()).isEqualTo(Status.SUCCESS);
        assertThat(asked).containsExactly("image-builds [build-a]", " []");
    }
}
