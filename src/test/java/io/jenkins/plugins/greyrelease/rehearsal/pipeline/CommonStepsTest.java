package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Result;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommonStepsTest {

    @Test
    void retriesFailuresAndTimeoutsButNoAborts() {
        Rehearsed r = new Rehearsed()
                .run("int n = 0\nretry(3) { n++; if (n < 3) { timeout(1) { sleep 100 } }; echo \"n=$n\" }");

        assertThat(r.failure()).isEmpty();
        assertThat(r.log).contains("n=3");

        Rehearsed aborted = new Rehearsed().start("retry(3) { sleep 100 }");
        aborted.time.advance(Duration.ofSeconds(10));
        aborted.running().abort("stop");
        aborted.time.advance(Duration.ofSeconds(1));
        assertThat(aborted.result()).isEqualTo(Result.ABORTED);
    }

    @Test
    void failsWhenEveryTryFails() {
        Rehearsed r = new Rehearsed().run("retry(2) { error 'no' }");

        assertThat(r.failure()).isEqualTo("Jenkinsfile:1:12: no");
        assertThat(r.ends.stream().filter(e -> e.startsWith("error"))).hasSize(2);
    }

    @Test
    void waitsUntilTheBlockIsTrueWithGrowingPauses() {
        Rehearsed r = new Rehearsed()
                .run("int n = 0\nwaitUntil { n++; n == 3 }\nwaitUntil(initialRecurrencePeriod: 1000) { true }");

        assertThat(r.failure()).isEmpty();
        assertThat(r.time.elapsed()).isEqualTo(Duration.ofMillis(250 + 300));
    }

    @Test
    void refusesAWaitUntilThatSaysNeitherTrueNorFalse() {
        assertThat(new Rehearsed().run("waitUntil { 'yes' }").failure())
                .isEqualTo("Jenkinsfile:1:1: the block of waitUntil must return true or false, got yes");
    }

    @Test
    void turnsFailuresIntoResults() {
        Rehearsed r = new Rehearsed()
                .run("stage('a') { catchError(buildResult: 'UNSTABLE', stageResult: 'FAILURE') { error 'x' } }\n"
                        + "stage('b') { warnError('careful') { error 'y' } }\necho currentBuild.currentResult");

        assertThat(r.result()).isEqualTo(Result.UNSTABLE);
        assertThat(r.ends).contains("stage(a) FAILURE x", "stage(b) UNSTABLE careful");
        assertThat(r.log).contains("UNSTABLE");
    }

    @Test
    void letsAbortsThroughIfToldSo() {
        Rehearsed r = new Rehearsed().start("catchError(catchInterruptions: false) { sleep 10 }\necho 'never'");
        r.time.advance(Duration.ofSeconds(1));
        r.running().abort("stop");
        r.time.advance(Duration.ofSeconds(1));

        assertThat(r.result()).isEqualTo(Result.ABORTED);
        assertThat(r.log).doesNotContain("never");
    }

    @Test
    void neverMakesAResultBetter() {
        Rehearsed r = new Rehearsed()
                .run(
                        "unstable 'u'\ncurrentBuild.result = 'SUCCESS'\ncurrentBuild.description = 'd'\necho \"${currentBuild.result} ${currentBuild.resultIsWorseOrEqualTo('UNSTABLE')}\"");

        assertThat(r.log).contains("UNSTABLE true");
        assertThat(r.outcome().build().description()).isEqualTo("d");
    }

    @Test
    void readsFilesOfTheFolderAndKeepsWhatIsWrittenInMemory(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("k8s"));
        Files.writeString(folder.resolve("k8s/app.yaml"), "name: cart\nports: [1, 2]\n");
        Rehearsed r = new Rehearsed()
                .with(PipelineOptions.defaults().workspace(Workspace.over(folder)))
                .run(
                        "node { dir('k8s') { def y = readYaml file: 'app.yaml'\n writeFile file: 'out/x.txt', text: y.name\n echo pwd() }\n"
                                + "echo readFile('k8s/out/x.txt') + fileExists('k8s') + fileExists('none')\n"
                                + "echo readJSON(text: '{\"a\": [1]}').a[0].toString()\n"
                                + "writeJSON file: 'j.json', json: [a: 1]\necho readFile('j.json') }");

        assertThat(r.failure()).isEmpty();
        assertThat(r.log).containsSubsequence("/workspace/k8s", "carttruefalse", "1", "{\"a\":1}");
        assertThat(folder.resolve("k8s/out")).doesNotExist();
    }

    @Test
    void saysWhichFileIsMissingAndThatItNeedsANode() {
        assertThat(new Rehearsed().run("node { readFile 'x.txt' }").failure())
                .startsWith("Jenkinsfile:1:8: there is no file 'x.txt' in the workspace");
        assertThat(new Rehearsed().run("readFile 'x.txt'").failure())
                .isEqualTo("Jenkinsfile:1:1: readFile needs a workspace: put it inside node { … }");
        assertThat(new Rehearsed().run("node { readFile '../../etc/passwd' }").failure())
                .contains("there is no file");
    }

    @Test
    void bringsBackWhatWasStashed() {
        Rehearsed r = new Rehearsed()
                .run(
                        "node { writeFile file: 'a', text: 'A'; stash 's' }\nnode { deleteDir(); unstash 's'; echo readFile('a') }\nnode { unstash 't' }");

        assertThat(r.log).contains("A");
        assertThat(r.failure()).isEqualTo("Jenkinsfile:3:8: there is no stash 't'; stashed so far: [s]");
    }

    @Test
    void letsBranchesWaitForALockInOrder() {
        Rehearsed r = new Rehearsed()
                .run(
                        "parallel a: { lock('db') { sleep 5; echo 'a' } }, b: { lock(resource: 'db', variable: 'R') { echo \"b $R\" } }");

        assertThat(r.log).containsSubsequence("a", "Lock released on [db]", "b db");
        assertThat(r.time.elapsed()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void wantsMilestonesToRise() {
        assertThat(new Rehearsed().run("milestone 1\nmilestone()\nmilestone 2").failure())
                .isEqualTo("Jenkinsfile:3:1: milestone 2 comes after milestone 2: ordinals must rise within a build");
    }

    @Test
    void handsOutPlaceholdersForCredentials() {
        Rehearsed r = new Rehearsed()
                .run(
                        "withCredentials([usernamePassword(credentialsId: 'h', usernameVariable: 'U', passwordVariable: 'P'), string(credentialsId: 't', variable: 'T')]) { echo \"$U $P $T\" }");

        assertThat(r.log).contains("rehearsal-h-username rehearsal-h-password rehearsal-t");
    }

    @Test
    void definesParametersByProperties() {
        Rehearsed r = new Rehearsed()
                .run(
                        "properties([parameters([string(name: 'A', defaultValue: 'x'), booleanParam(name: 'B')]), disableConcurrentBuilds()])\necho \"${params.A} ${params.B} $A\"");

        assertThat(r.failure()).isEmpty();
        assertThat(r.log).contains("x false x");
    }

    @Test
    void stopsParallelBranchesOnFailFastOnly() {
        Rehearsed r = new Rehearsed()
                .run("try { parallel a: { error 'x' }, b: { sleep 10 } } catch (e) { echo e.message }\n"
                        + "parallel a: { error 'y' }, b: { sleep 10 }, failFast: true");

        assertThat(r.log).contains("x");
        assertThat(r.time.elapsed()).isEqualTo(Duration.ofSeconds(10));
        assertThat(r.failure()).isEqualTo("Jenkinsfile:2:15: y");
    }

    @Test
    void catchesAbortsByJenkinsOwnNames() {
        Rehearsed r = new Rehearsed()
                .run("import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException\n"
                        + "try { timeout(1) { sleep 100 } } catch (FlowInterruptedException e) { echo \"aborted ${e.result}\" }\n"
                        + "try { error 'x' } catch (hudson.AbortException e) { echo 'failed' }");

        assertThat(r.failure()).isEmpty();
        assertThat(r.log).contains("aborted ABORTED", "failed");
    }

    @Test
    void endsALoopOfStepsInWhichNoTimePasses() {
        Rehearsed r = new Rehearsed().run("while (true) { try { script { } } catch (Exception e) { } }");

        assertThat(r.failure()).contains("steps ran without any time passing");
    }
}
