package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Result;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.UsageError;
import io.jenkins.plugins.greyrelease.runtime.OwnThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptedPipelineTest {

    @Test
    void runsStagesAndStepsInOrderWithTheirPlaces() {
        Rehearsed r = new Rehearsed().run("stage('build') {\n  echo 'one'\n  node { sh 'make' }\n}\necho 'two'");

        assertThat(r.result()).isEqualTo(Result.SUCCESS);
        assertThat(r.steps)
                .containsExactly(
                        "stage(build) @1:1",
                        "stage(build) > echo(one) @2:3",
                        "stage(build) > node @3:3",
                        "node > sh(make) @3:10",
                        "echo(two) @5:1");
        assertThat(r.log).containsExactly("one", "+ make", "two", "Finished: SUCCESS");
    }

    @Test
    void takesTurnsBetweenParallelBranchesInVirtualTime() {
        Rehearsed r = new Rehearsed().run("parallel a: { sleep 2; echo 'a' }, b: { sleep 1; echo 'b' }\necho 'end'");

        assertThat(r.log).containsExactly("b", "a", "end", "Finished: SUCCESS");
        assertThat(r.time.elapsed()).isEqualTo(Duration.ofSeconds(2));
        assertThat(r.steps).contains("parallel > parallel(a) @0:0", "parallel(a) > sleep @1:15");
    }

    @Test
    void abortsTheInnermostStepWhenTheTimeoutIsOver() {
        Rehearsed r = new Rehearsed()
                .run("try { timeout(time: 5, unit: 'SECONDS') { stage('s') { sleep 60 } } }"
                        + " catch (e) { echo \"${e.class.simpleName}: ${e.message}\" }");

        assertThat(r.ends).contains("sleep ABORTED Timeout of 5s has been exceeded");
        assertThat(r.log).contains("Interruption: Timeout of 5s has been exceeded");
        assertThat(r.time.elapsed()).isEqualTo(Duration.ofSeconds(5));
        assertThat(r.result()).isEqualTo(Result.SUCCESS);
    }

    @Test
    void endsAbortedWhenNobodyCatchesTheTimeout() {
        Rehearsed r = new Rehearsed().run("timeout(1) { sleep 600 }");

        assertThat(r.result()).isEqualTo(Result.ABORTED);
        assertThat(r.failure()).isEqualTo("Jenkinsfile:1:14: Timeout of 1m has been exceeded");
    }

    @Test
    void letsAnUnstoppableBlockGoAfterTheGracePeriod() {
        Rehearsed r = new Rehearsed()
                .step(StepSpec.step("stubborn"), (context, args, body) -> context.onStop(why -> context.log("no")))
                .run("timeout(1) { stubborn() }");

        assertThat(r.result()).isEqualTo(Result.ABORTED);
        assertThat(r.time.elapsed()).isEqualTo(Duration.ofMinutes(2));
        assertThat(r.log).contains("no", "Body did not finish within grace period; letting it go");
    }

    @Test
    void goesOnWhenTheInputIsApproved() {
        Rehearsed r = new Rehearsed().run("def who = input message: 'Deploy?', submitterParameter: 'by'\necho who");

        assertThat(r.asked).containsExactly("Deploy?");
        assertThat(r.log).contains("Approved by rehearsal", "rehearsal");
    }

    @Test
    void endsAbortedWhenTheInputIsRejected() {
        Rehearsed r = new Rehearsed().gate(InputGate.NEVER).run("input 'Deploy?'\necho 'not reached'");

        assertThat(r.result()).isEqualTo(Result.ABORTED);
        assertThat(r.log).doesNotContain("not reached");
    }

    @Test
    void failsWithThePlaceOfTheFailure() {
        Rehearsed r = new Rehearsed().run("stage('x') {\n    error 'broken'\n}");

        assertThat(r.result()).isEqualTo(Result.FAILURE);
        assertThat(r.failure()).isEqualTo("Jenkinsfile:2:5: broken");
        assertThat(r.ends).containsExactly("error(broken) FAILURE broken", "stage(x) FAILURE broken");
    }

    @Test
    void runsTryCatchFinallyAcrossSteps() {
        Rehearsed r = new Rehearsed()
                .run(
                        "try { sleep 1; error 'e1' } catch (Exception e) { echo e.message } finally { sleep 1; echo 'f' }");

        assertThat(r.log).containsExactly("e1", "f", "Finished: SUCCESS");
    }

    @Test
    void runsABlockStepsBodyAsOftenAsItLikes() {
        List<Boolean> flowOnly = new ArrayList<>();
        Rehearsed r = new Rehearsed()
                .step(
                        StepSpec.step("batches").withBlock(),
                        (context, args, body) -> context.run(
                                body, context.scope().with(java.util.Map.of("N", "1")), "batch 1", first -> {
                                    flowOnly.add(first.tally().assumedOnly());
                                    context.run(
                                            body,
                                            context.scope().with(java.util.Map.of("N", "2")),
                                            "batch 2",
                                            second -> context.succeed(List.of("done", second.value())));
                                }))
                .run("node { def r = batches { sh \"check ${env.N}\"; N }\necho r.toString() }");

        assertThat(r.log).containsSubsequence("+ check 1", "+ check 2", "[done, 2]");
        assertThat(flowOnly).containsExactly(true);
        assertThat(r.assumptions).hasSize(2).allMatch(a -> a.answer().assumed());
    }

    @Test
    void abortsABlockStepThroughItsBody() {
        List<Boolean> aborted = new ArrayList<>();
        Rehearsed r = new Rehearsed()
                .step(
                        StepSpec.step("batches").withBlock(),
                        (context, args, body) -> context.run(body, context.scope(), "batch", result -> {
                            aborted.add(result.aborted());
                            context.fail(result.failure().orElseThrow());
                        }))
                .start("batches { sleep 1000 }");
        r.time.advance(Duration.ofSeconds(5));
        r.running().abort("stopped by ops");
        r.time.advance(Duration.ofSeconds(1));

        assertThat(aborted).containsExactly(true);
        assertThat(r.result()).isEqualTo(Result.ABORTED);
        assertThat(r.failure()).endsWith("stopped by ops");
    }

    @Test
    void stopsAtAnUnknownStepWithPlaceAndNearestName() {
        Rehearsed r = new Rehearsed().run("def n = 'x'\n\"${n}ho\"()");

        assertThat(r.failure()).isEqualTo("Jenkinsfile:2:1: no step 'xho'");
    }

    @Test
    void stopsAtBadArgumentsAndListsThemAll() {
        Rehearsed r = new Rehearsed().run("def m = [mesage: 'x', id: 5]\ninput m");

        assertThat(r.failure())
                .startsWith("Jenkinsfile:2:1: input: no parameter 'mesage'; did you mean 'message'?")
                .contains("parameter 'id' must be a string, got 5", "parameter 'message' is missing");
    }

    @Test
    void reportsASyntaxErrorWithItsPlace() {
        assertThatThrownBy(() -> new Rehearsed().run("stage('x') {\n  echo 'a\n}"))
                .isInstanceOf(UsageError.class)
                .hasMessageStartingWith("Jenkinsfile:2:");
    }

    @Test
    void keepsChangesOfTheEnvironment() {
        Rehearsed r = new Rehearsed()
                .run(
                        "env.A = 'a'\nwithEnv(['B=b${A}', 'PATH+X=/x']) { echo \"$A $B ${env.B} ${env.PATH}\" }\necho \"${env.B}\"");

        assertThat(r.log).startsWith("a ba ba /x", "null");
    }

    @Test
    void runsLoopsClosuresAndMethodsThatCallSteps() {
        Rehearsed r = new Rehearsed()
                .run("def twice(n) { n * 2 }\nfor (i in 1..2) { echo \"${twice(i)}\" }\n"
                        + "['a', 'b'].each { sleep 1; println it }\ndef c = { x -> echo x }\nc('z')");

        assertThat(r.log).containsExactly("2", "4", "a", "b", "z", "Finished: SUCCESS");
        assertThat(r.time.elapsed()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void endsALoopThatNeverCallsAStep() {
        Rehearsed r = new Rehearsed().run("while (true) { }");

        assertThat(r.failure()).contains("without calling a step");
    }

    @Test
    void goesTheSameWayEveryTime() {
        String text = "def b = [:]\nfor (i in 1..5) { def n = i; b[\"x$n\".toString()] = {"
                + " retry(2) { sleep n % 3; if (n == 2) { error 'e' } }; echo \"$n\" } }\ncatchError { parallel b }";
        Rehearsed first = new Rehearsed().run(text);
        Rehearsed second = new Rehearsed().run(text);

        assertThat(first.failure()).isEmpty();
        assertThat(first.steps).isEqualTo(second.steps).hasSizeGreaterThan(20);
        assertThat(first.ends).isEqualTo(second.ends);
        assertThat(first.log).isEqualTo(second.log);
    }

    @Test
    void runsManyPipelinesAtOnceWithoutThreadsOfTheirOwn() {
        OwnThreads.run("pipelines", this::fiftyAtOnce);
    }

    private void fiftyAtOnce(ThreadGroup threads) {
        int before = threads.activeCount();
        List<Rehearsed> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(new Rehearsed().start("parallel a: { sleep 10 }, b: { sleep 20 }"));
        }
        assertThat(threads.activeCount()).isLessThanOrEqualTo(before + 1);
        all.forEach(r -> r.time.advance(Duration.ofMinutes(1)));

        assertThat(all).allMatch(r -> r.result() == Result.SUCCESS);
    }

    @Test
    void abortsEveryBranchAndRunsFinallyBlocks() {
        Rehearsed r = new Rehearsed()
                .start("parallel a: { try { sleep 100 } finally { sleep 5; echo 'cleaned' } }, b: { sleep 100 }");
        r.time.advance(Duration.ofSeconds(10));
        r.running().abort("stop");
        r.time.advance(Duration.ofSeconds(10));

        assertThat(r.result()).isEqualTo(Result.ABORTED);
        assertThat(r.log).contains("cleaned");
        assertThat(r.ends).contains("parallel(b) ABORTED stop");
    }

    @Test
    void saysWhichVariableIsMissingAndWhere() {
        assertThat(new Rehearsed().run("echo 'a'\nnode { echo \"$NO_SUCH\" }").failure())
                .startsWith("Jenkinsfile:2:")
                .contains("No such property: NO_SUCH");
        assertThat(new Rehearsed().run("def x = null\nx.foo()").failure())
                .startsWith("Jenkinsfile:2:1: Cannot invoke method foo() on null object");
    }

    @Test
    void offersStepsToCodeThatIsHandedTheScript() {
        Rehearsed r = new Rehearsed()
                .run("class Tool { def s; def go() { s.echo 'in tool'; s.env.X = 'x' } }\n"
                        + "new Tool(s: this).go()\necho \"$X ${env['X']} ${params.NONE}\"");

        assertThat(r.failure()).isEmpty();
        assertThat(r.log).contains("in tool", "x x null");
    }
}
