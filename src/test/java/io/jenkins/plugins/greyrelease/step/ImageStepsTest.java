package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.image.Stage;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.rehearsal.registry.StandInRegistry;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code buildBaseImage} and {@code buildImage} from their arguments to what they return. */
class ImageStepsTest {
    private static final String DEFINITION = """
            from: scratch
            entrypoint: [/start.sh]
            files:
              - {from: start.sh, to: /start.sh, executable: true}
            """;

    @TempDir
    private Path workspace;

    private final Stage stage = new Stage();
    private final StandInRegistry test = stage.add("test");
    private FakeHost host;

    @BeforeEach
    void files() throws IOException {
        host = new FakeHost(null, stage.time);
        host.registries = new Registries(List.of(stage.member(test)), other -> Optional.empty());
        host.workspace = workspace;
        host.files.put("bases/java/image.yaml", DEFINITION);
        Files.createDirectories(workspace.resolve("bases/java"));
        Files.writeString(workspace.resolve("bases/java/start.sh"), "#!/bin/sh\n");
        Files.createDirectories(workspace.resolve("dist"));
        Files.writeString(workspace.resolve("dist/index.html"), "hello");
    }

    @Test
    void aBaseAndAnApplicationOnItAreBuiltAndTheStepReturnsTheImage() {
        StepOutcome base = run(
                StepSpecs.BUILD_BASE_IMAGE,
                Map.of("type", "web", "definition", "bases/java", "tag", "1", "release", true));
        assertThat(base.message()).isEmpty();
        assertThat(base.status()).isEqualTo(Status.SUCCESS);
        StepOutcome app = run(
                StepSpecs.BUILD_IMAGE,
                Map.of("app", "cart", "type", "web", "artifact", "dist", "tag", "1.0", "registry", "test/shop"));
        assertThat(app.message()).isEmpty();
        assertThat(app.returned())
                .isEqualTo("test.example/shop/cart:1.0@"
                        + test.digest("shop/cart", "1.0").orElseThrow());
        assertThat(host.log)
                .anyMatch(line -> line.contains("applications of type 'web' stand on test.example/base/web:1@sha256:"))
                .anyMatch(line -> line.startsWith("test.example/shop/cart:1.0@sha256:") && line.contains(" sent, "));
    }

    @Test
    void aDefinitionThatIsWrongIsRefusedWithItsLines() {
        host.files.put("bases/java/image.yaml", "from: scratch\nuzer: root\nports: [x]\n");
        StepOutcome outcome =
                run(StepSpecs.BUILD_BASE_IMAGE, Map.of("type", "web", "definition", "bases/java", "tag", "1"));
        assertThat(outcome.status()).isEqualTo(Status.REFUSED);
        assertThat(outcome.message()).contains("bases/java/image.yaml:2", "uzer", "bases/java/image.yaml:3", "'x'");
        assertThat(stage.traffic(test).requests()).isZero();
    }

    @Test
    void filesThatLookLikeCredentialsFailTheStep() throws IOException {
        Files.writeString(workspace.resolve("dist/.env"), "PASSWORD=geheim");
        StepOutcome outcome = run(
                StepSpecs.BUILD_IMAGE,
                Map.of("app", "cart", "base", "test.example/x:1", "artifact", "dist", "tag", "1"));
        assertThat(outcome.status()).isEqualTo(Status.FAILURE);
        assertThat(outcome.message()).contains("base image test.example/x:1 is not there");
        run(StepSpecs.BUILD_BASE_IMAGE, Map.of("type", "web", "definition", "bases/java", "tag", "1", "release", true));
        outcome = run(StepSpecs.BUILD_IMAGE, Map.of("app", "cart", "type", "web", "artifact", "dist", "tag", "1"));
        assertThat(outcome.status()).isEqualTo(Status.FAILURE);
        assertThat(outcome.message()).contains("dist/.env (", "'allow'").doesNotContain("geheim");
        assertThat(run(
                                StepSpecs.BUILD_IMAGE,
                                Map.of(
                                        "app",
                                        "cart",
                                        "type",
                                        "web",
                                        "artifact",
                                        "dist",
                                        "tag",
                                        "1",
                                        "allow",
                                        "dist/.env"))
                        .status())
                .isEqualTo(Status.SUCCESS);
    }

    @Test
    void anUnknownRegistryIsNamedWithThoseThatThereAre() {
        StepOutcome outcome = run(
                StepSpecs.BUILD_IMAGE,
                Map.of("app", "cart", "type", "web", "artifact", "dist", "tag", "1", "registry", "tset"));
        assertThat(outcome.status()).isEqualTo(Status.FAILURE);
        assertThat(outcome.message()).contains("no registry is named 'tset'", "did you mean 'test'");
    }

    @Test
    void stoppedItIsAbortedAndNothingIsTagged() {
        ErrandWork work =
                work(StepSpecs.BUILD_BASE_IMAGE, Map.of("type", "web", "definition", "bases/java", "tag", "1"));
        var outcome = work.start();
        stage.time.runUntil(() -> stage.traffic(test).requests() > 0, Duration.ofMinutes(1));
        work.stop("ada");
        assertThat(stage.end(outcome).status()).isEqualTo(Status.ABORTED);
        assertThat(test.digest("base/web", "1")).isEmpty();
    }

    @Test
    void allBadArgumentsAreSaidTogether() {
        Map<String, Object> given = new HashMap<>();
        given.put("app", "Cart");
        given.put("type", "web");
        given.put("base", "x:y:z");
        given.put("artifact", "../cart.jar");
        given.put("into", "app");
        given.put("configInto", "/etc");
        given.put("tag", ".1");
        given.put("platforms", List.of("linux"));
        given.put("labels", List.of("a", "org.opencontainers.image.revision=x"));
        given.put("created", "yesterday");
        assertThatThrownBy(() -> BuildImageArgs.from(given))
                .isInstanceOf(BadArgumentsException.class)
                .hasMessageContainingAll(
                        "app: 'Cart'",
                        "type, base: only one",
                        "base: 'x:y:z'",
                        "artifact: '../cart.jar'",
                        "into: 'app'",
                        "configInto: says where",
                        "tag: '.1'",
                        "'linux' is no platform",
                        "'a' must be key=value",
                        "written by the build itself",
                        "created: 'yesterday'");
        assertThatThrownBy(
                        () -> BuildBaseImageArgs.from(Map.of("type", "web", "definition", "../web", "tag", "released")))
                .hasMessageContainingAll("marks the released version", "definition: '../web'");
    }

    @Test
    void theTimeOfTheCommitIsReadInBothForms() {
        for (String time : List.of("2026-05-04T12:00:00+02:00", "1777888800")) {
            assertThat(((BuildBaseImageArgs) Errand.of(
                                            StepSpecs.BUILD_BASE_IMAGE,
                                            Map.of("type", "web", "definition", "web", "tag", "1", "created", time))
                                    .orElseThrow())
                            .origin()
                            .created())
                    .isEqualTo(Instant.parse("2026-05-04T10:00:00Z"));
        }
    }

    private ErrandWork work(StepSpec step, Map<String, Object> arguments) {
        return new ErrandWork(Errand.of(step, arguments).orElseThrow(), host, ErrandWork.Rules.NONE);
    }

    private StepOutcome run(StepSpec step, Map<String, Object> arguments) {
        return stage.end(work(step, arguments).start());
    }
}
