package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps.CommonSteps;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceCheckTest {

    @Test
    void findsUnknownStepsAndParametersBeforeAnythingRuns() {
        assertThat(
                        Loaded.problems(
                                "stage('a') {\n  node {\n    shh 'x'\n    sh scrpt: 'y'\n  }\n}\nfoo()\nif (env.X) { timeot(1) { } }"))
                .isEqualTo("Jenkinsfile:3:5: no step 'shh'; did you mean 'sh'?\n"
                        + "Jenkinsfile:4:8: sh: no parameter 'scrpt'; did you mean 'script'?"
                        + " (script, returnStdout, returnStatus, encoding, label)\n"
                        + "Jenkinsfile:7:1: no step 'foo'\n"
                        + "Jenkinsfile:8:14: no step 'timeot'; did you mean 'timeout'?");
    }

    @Test
    void looksIntoMethodsBranchesAndLoops() {
        String text = "def f() {\n  ecko 'x'\n}\ndef b = [:]\nb['x'] = { ecko 'y' }\n[1].each { ecko it }\nparallel b";

        assertThat(Loaded.problems(text).lines()).hasSize(3);
    }

    @Test
    void isSilentWhereANameMayBeGood() {
        List<String> good = List.of(
                "def f(x) { echo x }\nf('a')",
                "def c = { echo 'x' }\nc()",
                "helper = { x -> echo x }\nhelper('y')",
                "def m = [:]\nm.with { put('a', 1) }",
                "def s = new StringBuilder()\ns.with { append('x') }",
                "import static java.lang.Math.max\necho max(1, 2).toString()",
                "def run2(Closure c) { c.delegate = [x: 1]; c() }\nrun2 { anything() }",
                "println 'x'\nprintf('%s', 'y')\nsleep 1",
                "@NonCPS\ndef f(l) { l.sort { a, b -> a <=> b } }\nf([2, 1])",
                "class A { def go() { help() }\n def help() { 1 } }\nnew A().go()");
        for (String text : good) {
            assertThatCode(() -> Pipeline.load(
                            text, "Jenkinsfile", CommonSteps.registry(InputGate.ALWAYS), PipelineOptions.defaults()))
                    .as(text)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void keepsSyntaxErrorsToOneLine() {
        assertThat(Loaded.problems("node {\n  sh 'x'\n"))
                .startsWith("Jenkinsfile:")
                .doesNotContain("\n");
        assertThat(Loaded.problems("import no.such.Thing\necho 'x'"))
                .isEqualTo("Jenkinsfile:1:1: unable to resolve class no.such.Thing");
    }
}
