package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Result;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutsideEffectsTest {

    private static final String YAML = """
            answers:
              - step: sh
                match: 'kubectl get'
                output: three pods
                duration: 1m30s
              - match: smoke
                exitCode: 3
                output: refused
              - step: build
                returns: {number: 7}
            environment: {BRANCH_NAME: main}
            parameters: {TAG: v2}
            previousResult: FAILURE
            """;

    private static Rehearsed answered() {
        return new Rehearsed().with(RehearsalFile.read(YAML, "rehearsal.yaml").applyTo(PipelineOptions.defaults()));
    }

    @Test
    void assumesSuccessAndRecordsEachAssumption() {
        Rehearsed r = new Rehearsed()
                .run(
                        "node { sh 'make'\n echo \"[${sh(script: 'date', returnStdout: true)}] ${sh(script: 'x', returnStatus: true)}\" }");

        assertThat(r.log).contains("[] 0");
        assertThat(r.assumptions).extracting(a -> a.text()).containsExactly("make", "date", "x");
        assertThat(r.assumptions).allMatch(a -> a.answer().source().equals("assumed"));
        assertThat(r.assumptions.get(0).position()).hasToString("Jenkinsfile:1:8");
        assertThat(r.outcome().tally().assumedOnly()).isTrue();
    }

    @Test
    void answersFromTheFileAndTakesItsTime() {
        Rehearsed r = answered()
                .run(
                        "node { echo sh(script: 'kubectl get pods', returnStdout: true)\necho build('other').number.toString()\necho \"$BRANCH_NAME ${params.TAG} ${currentBuild.previousBuild.result}\" }");

        assertThat(r.log).contains("three pods", "7", "main v2 FAILURE");
        assertThat(r.time.elapsed()).isEqualTo(Duration.ofSeconds(90));
        assertThat(r.assumptions.get(0).answer().source()).isEqualTo("rehearsal.yaml: answers[0]");
        assertThat(r.outcome().tally().assumedOnly()).isFalse();
    }

    @Test
    void failsAsTheAnswerSays() {
        Rehearsed r =
                answered().run("node { echo sh(script: 'smoke', returnStatus: true).toString()\nsh './smoke.sh' }");

        assertThat(r.log).contains("3", "refused");
        assertThat(r.failure()).isEqualTo("Jenkinsfile:2:1: script returned exit code 3");
        assertThat(r.result()).isEqualTo(Result.FAILURE);
    }

    @Test
    void letsParametersOfTheCommandLineWin() {
        PipelineOptions options = PipelineOptions.defaults().parameters(Map.of("TAG", "v3"));

        assertThat(RehearsalFile.read(YAML, "r.yaml").applyTo(options).parameters())
                .containsEntry("TAG", "v3");
    }

    @Test
    void listsEverythingThatIsWrongWithTheFile() {
        String bad =
                "answer: []\nanswers:\n  - {mach: x, exitCode: no}\n  - {match: '(', duration: soon}\nenvironment: 5\npreviousResult: GREEN\n";

        assertThatThrownBy(() -> RehearsalFile.read(bad, "rehearsal.yaml"))
                .isInstanceOf(BadArgumentsException.class)
                .hasMessageContainingAll(
                        "no key 'answer'; did you mean 'answers'?",
                        "answers[0]: no key 'mach'; did you mean 'match'?",
                        "answers[0].exitCode",
                        "answers[1].match",
                        "answers[1].duration: 'soon': must be such as 30s, 5m or 1h30m",
                        "environment: 5: must be a map",
                        "previousResult: 'GREEN'");
    }

    @Test
    void saysWhereTheFileIsNoYaml() {
        assertThatThrownBy(() -> RehearsalFile.read("answers:\n  - step: 'x\n", "rehearsal.yaml"))
                .hasMessageStartingWith("rehearsal.yaml: line ")
                .hasMessageContaining("not YAML");
    }

    @Test
    void readsAnEmptyFile() {
        assertThat(RehearsalFile.read("", "rehearsal.yaml").rules()).isEmpty();
    }

    @Test
    void takesTheRehearsedFolderForItsOwnCheckout() {
        Rehearsed r = new Rehearsed()
                .run(
                        "node { checkout scm\n checkout([$class: 'GitSCM', branches: [[name: 'x']]])\n git 'https://git.example/x' }");

        assertThat(r.failure()).isEmpty();
        assertThat(r.assumptions).extracting(a -> a.step()).containsExactly("checkout", "git");
    }

    @Test
    void takesDockerCommandsForOutsideEffects() {
        Rehearsed r = new Rehearsed()
                .run(
                        "node { def i = docker.build('reg/app:1')\n docker.withRegistry('https://reg', 'id') { i.push()\n i.push('latest') }\n"
                                + " docker.image('maven:3').inside('-v x') { sh 'mvn' } }");

        assertThat(r.failure()).isEmpty();
        assertThat(r.assumptions)
                .extracting(a -> a.text())
                .containsExactly(
                        "build -t reg/app:1 .", "push reg/app:1", "push reg/app:latest", "docker maven:3", "mvn");
    }
}
