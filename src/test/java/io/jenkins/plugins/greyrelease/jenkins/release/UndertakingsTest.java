package io.jenkins.plugins.greyrelease.jenkins.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.kube.FleetSpec.RegistrySpec;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.rehearsal.SimulatedRegistries;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.rehearsal.registry.SampleImage;
import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.Rig;
import io.jenkins.plugins.greyrelease.step.News;
import io.jenkins.plugins.greyrelease.step.StepOutcome;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import io.jenkins.plugins.greyrelease.step.StepSpecs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class UndertakingsTest {
    private static final String RUN = "shop/cart#7";

    private final Rig rig = new Rig(5, "gd9-a", "gd9-b").app("cart", 4).settled();
    private final MemoryStore disk = new MemoryStore();
    private String image = "cart:v2";
    private final Ops ops = new Ops(rig.time);
    private List<String> forbidden = List.of();
    private Lifeline life = new Lifeline();
    private Undertakings controller = controller();

    /** A run that waits: keeps what it was told, and answers its block. */
    private final class Run implements Attendant {
        final List<String> log = new ArrayList<>();
        final List<String> blocks = new ArrayList<>();
        StepOutcome outcome;
        Function<String, CompletableFuture<Verdict>> judge =
                label -> CompletableFuture.completedFuture(new Verdict.Passed());

        @Override
        public void log(String line) {
            log.add(line);
        }

        @Override
        public CompletableFuture<String> readFile(String path) {
            return CompletableFuture.failedFuture(new IllegalStateException("no " + path));
        }

        @Override
        public CompletableFuture<Verdict> block(Map<String, String> environment, String label) {
            blocks.add(label);
            return judge.apply(label).thenApply(verdict -> {
                if (verdict instanceof Verdict.Passed) {
                    rig.invariants.permit(
                            environment.get("GREY_CLUSTER"),
                            environment.get("GREY_APP"),
                            Integer.parseInt(environment.get("GREY_BATCH")) + 1);
                }
                return verdict;
            });
        }

        @Override
        public void ended(StepOutcome end) {
            assertThat(outcome).as("told once").isNull();
            outcome = end;
        }
    }

    private Undertakings controller() {
        Lifeline own = life;
        return new Undertakings(
                new Setting(
                        rig.rollouts(own),
                        () -> rig.fleet(own),
                        () -> rig.registries,
                        own.scheduler(rig.time),
                        disk,
                        (run, namespace, clusters) -> forbidden,
                        new News(
                                ops.couriers(own.scheduler(rig.time)),
                                News.nobody(own.scheduler(rig.time)).tickets()),
                        run -> "https://jenkins.example/" + run),
                rig.ids(),
                name -> StepSpecs.named(name).orElseThrow());
    }

    private Map<String, Object> arguments() {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("app", "cart");
        arguments.put("namespace", Rig.NS);
        arguments.put("image", image);
        arguments.put("batches", List.of(1, "rest"));
        return arguments;
    }

    private Undertaking begin(Run run) {
        rig.invariants.began("cart");
        return controller.attend(null, RUN, StepSpecs.CANARY_BATCH, arguments(), run);
    }

    /** What was notified of the release, in order and without what is not said again. */
    private List<String> notified() {
        rig.time.advance(java.time.Duration.ofMinutes(1));
        return ops.heard();
    }

    private void restart() {
        life.die();
        life = new Lifeline();
        controller = controller();
    }

    private void assertAllOn(String image) {
        rig.assertClean("gd9-a", "cart", image, 4);
        rig.assertClean("gd9-b", "cart", image, 4);
    }

    @Test
    void aReleaseGoesToItsEndAndTellsItsRun() {
        Run run = new Run();
        Undertaking undertaking = begin(run);

        rig.until(() -> run.outcome != null);

        assertThat(run.outcome.status()).isEqualTo(Status.SUCCESS);
        assertThat(run.blocks)
                .containsExactly("batch 1/2 gd9-a", "batch 2/2 gd9-a", "batch 1/2 gd9-b", "batch 2/2 gd9-b");
        assertThat(undertaking.clusters()).containsExactly("gd9-a", "gd9-b");
        assertThat(undertaking.outcome()).contains(run.outcome);
        assertThat(disk.open()).isEmpty();
        assertThat(controller.ofRun(RUN)).extracting(Undertaking::id).containsExactly(undertaking.id());
        assertAllOn("cart:v2");
    }

    @Test
    void badArgumentsAreRefusedAtOnceAndLeaveNothing() {
        Map<String, Object> bad = arguments();
        bad.put("batchez", 1);

        assertThatThrownBy(() -> controller.attend(null, RUN, StepSpecs.CANARY_BATCH, bad, new Run()))
                .isInstanceOf(BadArgumentsException.class)
                .hasMessageContaining("no parameter 'batchez'");
        assertThat(controller.all()).isEmpty();
        assertThat(disk.open()).isEmpty();
    }

    @Test
    void aRunThatMayNotReleaseThereChangesNothing() {
        forbidden = List.of("folder shop may not release to cluster gd9-b");
        Run run = new Run();
        begin(run);

        rig.until(() -> run.outcome != null);

        assertThat(run.outcome.status()).isEqualTo(Status.REFUSED);
        assertThat(run.outcome.message()).isEqualTo("folder shop may not release to cluster gd9-b");
        assertAllOn("cart:v1");
    }

    @Test
    void aRestartInTheMiddleOfABatchGoesOnWithTheSameReleaseAndItsRun() {
        Run before = new Run();
        Undertaking undertaking = begin(before);
        rig.until(() -> before.blocks.size() == 2);
        before.judge = label -> new CompletableFuture<>();
        restart();
        Run after = new Run();

        controller.resume(run -> true);
        rig.time.advance(java.time.Duration.ofMinutes(2));
        assertThat(after.blocks).isEmpty();
        controller.attend(undertaking.id(), RUN, StepSpecs.CANARY_BATCH, arguments(), after);
        rig.until(() -> after.outcome != null);

        assertThat(after.outcome.status()).isEqualTo(Status.SUCCESS);
        assertThat(after.log).noneMatch(line -> line.contains("refused"));
        assertAllOn("cart:v2");
        assertThat(notified())
                .containsExactly(
                        "started",
                        "cluster-started/gd9-a",
                        "batch-done/gd9-a/1",
                        "batch-done/gd9-a/2",
                        "cluster-done/gd9-a",
                        "cluster-started/gd9-b",
                        "batch-done/gd9-b/1",
                        "batch-done/gd9-b/2",
                        "cluster-done/gd9-b",
                        "ended");
    }

    @Test
    void aTagThatIsMovedBeforeAnyClusterIsLockedMeansAfterARestartWhatItMeantBefore() {
        SimulatedRegistries stand = new SimulatedRegistries(
                List.of(new RegistrySpec(
                        "test", "", "https://harbor.example", Optional.empty(), Optional.empty(), Optional.empty())),
                rig.time,
                rig.ids());
        rig.registries = stand.registries();
        stand.named("test").put("shop/cart", "2", SampleImage.of("as tested", 10));
        String tested = stand.named("test").digest("shop/cart", "2").orElseThrow();
        image = "harbor.example/shop/cart:2";
        Undertaking undertaking = begin(new Run());
        rig.until(() -> disk.open().get(0).notes != null);
        assertThat(disk.open().get(0).release).as("nothing is in a cluster yet").isNull();
        restart();
        stand.named("test").put("shop/cart", "2", SampleImage.of("built later", 10));
        Run after = new Run();

        controller.resume(run -> true);
        controller.attend(undertaking.id(), RUN, StepSpecs.CANARY_BATCH, arguments(), after);
        rig.until(() -> after.outcome != null);

        assertThat(after.outcome.status()).as(after.outcome.message()).isEqualTo(Status.SUCCESS);
        assertAllOn(image + "@" + tested);
    }

    @Test
    void aRunThatLostItsIdInACrashGetsItsReleaseBack() {
        Undertaking undertaking = begin(new Run());
        restart();
        Run after = new Run();
        controller.resume(run -> true);

        Undertaking again = controller.attend(null, RUN, StepSpecs.CANARY_BATCH, arguments(), after);
        rig.until(() -> after.outcome != null);

        assertThat(again.id()).isEqualTo(undertaking.id());
        assertThat(after.outcome.status()).isEqualTo(Status.SUCCESS);
        assertAllOn("cart:v2");
    }

    @Test
    void anEndThatTheRunDidNotHearIsToldAfterTheRestart() {
        Run before = new Run();
        Undertaking undertaking = begin(before);
        rig.until(() -> before.outcome != null);
        restart();
        Run after = new Run();

        controller.attend(undertaking.id(), RUN, StepSpecs.CANARY_BATCH, arguments(), after);

        assertThat(after.outcome).isEqualTo(before.outcome);
    }

    @Test
    void aReleaseThatWasDoneWhenTheControllerDiedEndsWell() {
        Run before = new Run();
        Undertaking undertaking = begin(before);
        SavedUndertaking unsaved = disk.open().get(0);
        rig.until(() -> before.outcome != null);
        unsaved.release = before.outcome.result().get("release").toString();
        disk.save(unsaved);
        restart();
        Run after = new Run();

        controller.resume(run -> true);
        controller.attend(undertaking.id(), RUN, StepSpecs.CANARY_BATCH, arguments(), after);
        rig.until(() -> after.outcome != null);

        assertThat(after.outcome.status()).as(after.outcome.message()).isEqualTo(Status.SUCCESS);
        assertAllOn("cart:v2");
    }

    @Test
    void anAbortTakesItBackAndTheStepEndsAfterThat() {
        Run run = new Run();
        run.judge = label -> new CompletableFuture<>();
        Undertaking undertaking = begin(run);
        rig.until(() -> run.blocks.size() == 1);

        undertaking.command(Command.ABORT, "Ann");
        undertaking.command(Command.ABORT, "Ann again");
        assertThat(run.outcome).isNull();
        rig.until(() -> run.outcome != null);

        assertThat(run.outcome.status()).isEqualTo(Status.ABORTED);
        assertAllOn("cart:v1");
    }

    @Test
    void aReleaseWhoseRunIsGoneGoesBackByItself() {
        Run run = new Run();
        run.judge = label -> new CompletableFuture<>();
        Undertaking undertaking = begin(run);
        rig.until(() -> run.blocks.size() == 1);

        controller.gone(RUN);
        assertThat(undertaking.withoutRun()).isTrue();
        rig.until(() -> undertaking.outcome().isPresent());

        assertThat(run.outcome).isNull();
        assertThat(undertaking.outcome().get().status()).isEqualTo(Status.ABORTED);
        assertAllOn("cart:v1");
        assertThat(notified())
                .containsExactly(
                        "started",
                        "cluster-started/gd9-a",
                        "failed/gd9-a/1",
                        "rolling-back",
                        "rolled-back/gd9-a",
                        "ended");
        controller.gone("shop/web#1");
        assertThat(controller.all()).as("kept on disk only").isEmpty();
    }

    @Test
    void aReleaseWhoseRunIsGoneAfterARestartGoesBackByItself() {
        Run run = new Run();
        run.judge = label -> new CompletableFuture<>();
        Undertaking undertaking = begin(run);
        rig.until(() -> run.blocks.size() == 1);
        restart();

        controller.resume(id -> false);
        rig.until(() -> disk.open().isEmpty());

        assertThat(disk.ended(RUN)).extracting(saved -> saved.id).containsExactly(undertaking.id());
        assertAllOn("cart:v1");
    }

    @Test
    void anAbortIsKeptOverARestart() {
        Run run = new Run();
        run.judge = label -> new CompletableFuture<>();
        Undertaking undertaking = begin(run);
        rig.until(() -> run.blocks.size() == 1);
        undertaking.command(Command.ABORT, "Ann");
        rig.until(() -> disk.open().get(0).abortedBy != null);
        restart();
        Run after = new Run();

        controller.resume(id -> true);
        controller.attend(undertaking.id(), RUN, StepSpecs.CANARY_BATCH, arguments(), after);
        rig.until(() -> after.outcome != null);

        assertThat(after.outcome.status()).isEqualTo(Status.ABORTED);
        assertAllOn("cart:v1");
    }

    @Test
    void aRenamedJobKeepsItsReleases() {
        Run run = new Run();
        begin(run);

        controller.renamed("shop/cart#", "shop/basket#");

        assertThat(controller.ofRun("shop/basket#7")).hasSize(1);
        assertThat(disk.open()).extracting(saved -> saved.run).containsExactly("shop/basket#7");
        rig.until(() -> run.outcome != null);
        assertAllOn("cart:v2");
    }

    @Test
    void aPauseThatOutlivesARestartIsOneEvent() {
        Run run = new Run();
        run.judge = label -> new CompletableFuture<>();
        Undertaking undertaking = begin(run);
        rig.until(() -> run.blocks.size() == 1);
        undertaking.command(Command.PAUSE, "Ann");
        rig.time.advance(java.time.Duration.ofMinutes(1));
        restart();
        Run after = new Run();
        controller.resume(id -> true);
        Undertaking again = controller.attend(undertaking.id(), RUN, StepSpecs.CANARY_BATCH, arguments(), after);
        rig.time.advance(java.time.Duration.ofMinutes(2));

        again.command(Command.RESUME, "Ann");
        rig.until(() -> after.outcome != null);

        assertThat(after.outcome.status()).isEqualTo(Status.SUCCESS);
        assertThat(notified())
                .filteredOn(event -> event.matches("paused|resumed|started"))
                .containsExactly("started", "paused", "resumed");
        assertThat(disk.ended(RUN).get(0).news).isEqualTo("{}");
    }
}
