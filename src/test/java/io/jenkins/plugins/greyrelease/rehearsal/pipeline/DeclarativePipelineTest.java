package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Position;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Result;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeclarativePipelineTest {

    /** A pipeline without agent around one stage with these sections. */
    private static String stage(String sections) {
        return "pipeline { agent none\n stages { stage('one') {\n" + sections + "\n} } }";
    }

    @Test
    void runsStagesInOrderWithPlacesInTheJenkinsfile() {
        Rehearsed r = new Rehearsed()
                .run(
                        "pipeline {\n  agent any\n  options { skipDefaultCheckout() }\n  stages {\n"
                                + "    stage('Build') {\n      steps {\n        sh 'make'\n      }\n    }\n"
                                + "    stage('Test') {\n      steps {\n        echo \"in ${STAGE_NAME}\"\n      }\n    }\n  }\n}\n");

        assertThat(r.failure()).isEmpty();
        assertThat(r.steps)
                .containsExactly(
                        "node @2:3",
                        "node > stage(Build) @5:5",
                        "stage(Build) > sh(make) @7:9",
                        "node > stage(Test) @10:5",
                        "stage(Test) > echo(in Test) @12:9");
    }

    @Test
    void checksOutFirstUnlessToldOtherwise() {
        Rehearsed r = new Rehearsed().run("pipeline { agent any; stages { stage('a') { steps { echo 'x' } } } }");

        assertThat(r.failure()).isEmpty();
        assertThat(r.steps).anyMatch(s -> s.contains("stage(Declarative: Checkout SCM)"));
    }

    @Test
    void givesParametersTheirDefaultsAndTheCallersValues() {
        String text =
                "pipeline { agent none\n parameters { string(name: 'TAG', defaultValue: 'v1')\n booleanParam(name: 'DRY', defaultValue: true)\n choice(name: 'ENV', choices: ['dev', 'prod']) }\n"
                        + " stages { stage('a') { steps { echo \"${params.TAG} ${params.DRY.class.simpleName} ${params.DRY} ${ENV}\" } } } }";

        assertThat(new Rehearsed().run(text).log).contains("v1 Boolean true dev");
        assertThat(new Rehearsed()
                        .with(PipelineOptions.defaults().parameters(Map.of("TAG", "v2", "DRY", "false")))
                        .run(text)
                        .log)
                .contains("v2 Boolean false dev");
    }

    @Test
    void evaluatesEnvironmentInOrderAndPerStage() {
        Rehearsed r = new Rehearsed()
                .run(
                        "pipeline { agent none\n environment { A = 'a'\n B = \"${A}b\"\n C = credentials('db') }\n stages { stage('s') { environment { A = \"${env.B}!\" }\n steps { echo \"$A $B ${env.C_USR}\" } }\n stage('t') { steps { echo env.A } } } }");

        assertThat(r.failure()).isEmpty();
        assertThat(r.log).contains("ab! ab rehearsal-db-user", "a");
    }

    @Test
    void skipsTheRestAfterAFailureAndRunsPostInOrder() {
        Rehearsed r = new Rehearsed()
                .run(
                        "pipeline { agent none\n stages { stage('bad') { steps { error 'no' }\n post { failure { echo 'stage failed' }\n success { echo 'never' } } }\n"
                                + " stage('next') { steps { echo 'never' } } }\n post { cleanup { echo 'cleanup' }\n success { echo 'never' }\n failure { echo 'failed' }\n always { echo \"always ${currentBuild.currentResult}\" } } }");

        assertThat(r.result()).isEqualTo(Result.FAILURE);
        assertThat(r.failure()).isEqualTo("Jenkinsfile:2:34: no");
        assertThat(r.log)
                .containsSubsequence(
                        "stage failed",
                        "Stage \"next\" skipped due to earlier failure(s)",
                        "always FAILURE",
                        "failed",
                        "cleanup")
                .doesNotContain("never");
        assertThat(r.ends)
                .contains(
                        "stage(bad) FAILURE no",
                        "stage(next) SKIPPED Stage \"next\" skipped due to earlier failure(s)");
    }

    @Test
    void runsPostOfAnAbortedBuild() {
        Rehearsed r = new Rehearsed()
                .run(
                        "pipeline { agent none\n options { timeout(time: 5, unit: 'MINUTES') }\n"
                                + " stages { stage('s') { steps { sleep 3600 } } }\n post { aborted { echo 'aborted' }\n always { sleep 10 } } }");

        assertThat(r.result()).isEqualTo(Result.ABORTED);
        assertThat(r.log).contains("aborted");
        assertThat(r.time.elapsed()).isEqualTo(Duration.ofMinutes(5).plusSeconds(10));
    }

    @Test
    void comparesWithTheBuildBeforeInPost() {
        String text = stage("steps { echo 'x' }")
                .replaceFirst(
                        " } }$",
                        " }\n post { changed { echo 'changed' }\n fixed { echo 'fixed' }\n regression { echo 'worse' } } }");

        assertThat(new Rehearsed()
                        .with(PipelineOptions.defaults().previous(Result.FAILURE))
                        .run(text)
                        .log)
                .contains("changed", "fixed")
                .doesNotContain("worse");
        assertThat(new Rehearsed()
                        .with(PipelineOptions.defaults().previous(Result.SUCCESS))
                        .run(text)
                        .log)
                .doesNotContain("changed", "fixed", "worse");
    }

    @Test
    void decidesWhenFromBranchEnvironmentAndExpressions() {
        Map<String, Boolean> expected = Map.of(
                "branch 'release/*'", true,
                "branch 'main'", false,
                "not { branch 'main' }", true,
                "expression { return env.X == '1' }", true,
                "environment name: 'X', value: '2'", false,
                "equals expected: 1, actual: env.X.toInteger()", true,
                "anyOf { branch 'main'; expression { sleep 1; true } }", true,
                "allOf { branch 'main'; expression { true } }", false,
                "buildingTag()", false,
                "branch pattern: 'rel.*', comparator: 'REGEXP'", true);
        expected.forEach((condition, met) -> {
            Rehearsed r = new Rehearsed()
                    .with(PipelineOptions.defaults().environment(Map.of("BRANCH_NAME", "release/1", "X", "1")))
                    .run(stage("when { " + condition + " }\n steps { echo 'ran' }"));

            assertThat(r.failure()).as(condition).isEmpty();
            assertThat(r.log.contains("ran")).as(condition).isEqualTo(met);
        });
    }

    @Test
    void asksBeforeItTakesAnAgent() {
        Rehearsed r = new Rehearsed()
                .gate(InputGate.NEVER)
                .run(stage("agent any\n input { message 'Deploy?'; ok 'Yes' }\n steps { echo 'never' }"));

        assertThat(r.asked).containsExactly("Deploy?");
        assertThat(r.result()).isEqualTo(Result.ABORTED);
        assertThat(r.steps).noneMatch(s -> s.contains("node"));
    }

    @Test
    void offersTheAnswersOfAnInputAsVariables() {
        Rehearsed r = new Rehearsed()
                .run(
                        stage(
                                "input { message 'Which?'; parameters { string(name: 'T', defaultValue: 'v7')\n choice(name: 'E', choices: ['x', 'y']) } }\n steps { echo \"$T $E\" }"));

        assertThat(r.log).contains("v7 x");
    }

    @Test
    void runsParallelStagesAndEndsThemEarlyOnFailFast() {
        Rehearsed r = new Rehearsed()
                .run(
                        stage(
                                "failFast true\n parallel { stage('a') { steps { sleep 5; error 'a broke' } }\n stage('b') { steps { sleep 500 } } }"));

        assertThat(r.result()).isEqualTo(Result.FAILURE);
        assertThat(r.failure()).contains("a broke");
        assertThat(r.time.elapsed()).isEqualTo(Duration.ofSeconds(5));
        assertThat(r.steps).contains("parallel(a) > stage(a) @4:13");
    }

    @Test
    void runsEachCellOfAMatrixButTheExcluded() {
        Rehearsed r = new Rehearsed()
                .run(stage(
                        "matrix { axes { axis { name 'OS'; values 'linux', 'mac' }\n axis { name 'JDK'; values '17', '25' } }\n"
                                + " excludes { exclude { axis { name 'OS'; values 'mac' }\n axis { name 'JDK'; notValues '25' } } }\n"
                                + " stages { stage('t') { steps { echo \"$OS-$JDK\" } } } }"));

        assertThat(r.failure()).isEmpty();
        assertThat(r.log.stream().filter(l -> l.contains("-"))).containsExactly("linux-17", "linux-25", "mac-25");
        assertThat(r.steps).anyMatch(s -> s.contains("stage(Matrix - OS = 'linux', JDK = '17')"));
    }

    @Test
    void runsNestedStages() {
        Rehearsed r = new Rehearsed()
                .run(
                        stage(
                                "stages { stage('x') { steps { script { for (i in [1, 2]) { echo \"i$i\" } } } }\n"
                                        + " stage('y') { options { retry(2) }\n steps { script { env.N = (env.N ?: '') + '.'; if (env.N.size() < 2) { error 'again' } } } } }"));

        assertThat(r.failure()).isEmpty();
        assertThat(r.log).containsSubsequence("i1", "i2", "ERROR: again", "Retrying");
    }

    @Test
    void seesVariablesAndMethodsOfTheScriptAround() {
        Rehearsed r = new Rehearsed()
                .run(
                        "def apps = ['cart', 'web']\ndef hello(x) { echo \"hello $x\" }\n"
                                + "pipeline { agent none\n stages { stage('s') { steps { script { apps.each { hello(it) } } } } } }");

        assertThat(r.log).contains("hello cart", "hello web");
    }

    @Test
    void stopsTheSkippedStagesAfterUnstableIfAsked() {
        Rehearsed r = new Rehearsed()
                .run(
                        "pipeline { agent none\n options { skipStagesAfterUnstable() }\n stages { stage('a') { steps { unstable 'meh' } }\n stage('b') { steps { echo 'never' } } } }");

        assertThat(r.result()).isEqualTo(Result.UNSTABLE);
        assertThat(r.log).doesNotContain("never");
        assertThat(r.ends).contains("stage(a) UNSTABLE meh");
    }

    @Test
    void listsEveryMistakeWithItsPlaceBeforeAnythingRuns() {
        String text =
                "pipeline {\n  agent none\n  stagez { }\n  stages {\n    stage('a') {\n      step { echo 'x' }\n      steps { def x = 1 }\n    }\n  }\n}";

        assertThat(Stream.of(Loaded.problems(text).split("\n")))
                .containsExactly(
                        "Jenkinsfile:3:3: no section 'stagez' in pipeline; did you mean 'stages'? (allowed: agent, environment, libraries, options, parameters, post, stages, tools, triggers)",
                        "Jenkinsfile:6:7: no section 'step' in stage 'a'; did you mean 'steps'? (allowed: agent, environment, failFast, input, matrix, options, parallel, post, stages, steps, tools, when)",
                        "Jenkinsfile:7:15: expected a step in steps; other code needs script { … } around it");
    }

    @Test
    void refusesAStageWithoutOrWithTooMuchContent() {
        assertThat(Loaded.problems(stage("environment { A = 'x' }")))
                .contains("must have exactly one of steps, stages");
        assertThat(Loaded.problems(stage("steps { echo 'x' }\n stages { stage('y') { steps { echo 'x' } } }")))
                .contains("it has steps and stages");
    }

    @Test
    void namesTheNearestOptionConditionAndPostCondition() {
        assertThat(Loaded.problems(stage("options { timeot(time: 1) }\n steps { echo 'x' }")))
                .contains("no option 'timeot'; did you mean 'timeout'?");
        assertThat(Loaded.problems(stage("when { brunch 'x' }\n steps { echo 'x' }")))
                .contains("did you mean 'branch'?");
        assertThat(Loaded.problems(stage("steps { echo 'x' }\n post { allways { echo 'x' } }")))
                .contains("did you mean 'always'?");
        assertThat(Loaded.at(stage("steps { ecko 'x' }"))).isEqualTo(new Position("Jenkinsfile", 3, 9));
    }

    @Test
    void takesALongPipeline() {
        StringBuilder stages = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            stages.append("stage('s" + i + "') { steps {\n" + "echo 'a line of output'\n".repeat(20) + "} }\n");
        }
        Rehearsed r = new Rehearsed().run("pipeline { agent none\n stages {\n" + stages + "} }");

        assertThat(r.failure()).isEmpty();
        assertThat(r.log).hasSize(1201);
    }
}
