package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jenkinsfiles that run for real, on clusters behind HTTP. Each test has an app of its own. */
class FileRunTest {
    private static ServedClusters clusters;

    @TempDir
    private static Path config;

    @TempDir
    private Path dir;

    private Shell shell;

    @BeforeAll
    static void serve() throws IOException {
        clusters = ServedClusters.of(List.of("gd9-a"), List.of("shop/cart", "shop/search", "shop/pay"));
        Files.writeString(config.resolve("kubeconfig"), clusters.kubeconfig());
    }

    @AfterAll
    static void close() {
        clusters.close();
    }

    @BeforeEach
    void shell() {
        shell = new Shell(dir);
    }

    private String[] words(String jenkinsfile, String more) throws IOException {
        String file = shell.file("Jenkinsfile", jenkinsfile);
        List<String> words = new ArrayList<>(List.of("run", file, "--context", "gd9-a", "--kubeconfig"));
        words.add(config.resolve("kubeconfig").toString());
        words.addAll(List.of((more + " ").split(" +")));
        words.removeIf(String::isEmpty);
        return words.toArray(String[]::new);
    }

    private int run(String jenkinsfile, String more) throws IOException {
        return shell.grey(words(jenkinsfile, more));
    }

    private static String real() throws IOException {
        try (InputStream file = FileRunTest.class.getResourceAsStream("real.Jenkinsfile")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String inNode(String... lines) {
        return "node {\n" + String.join("\n", lines) + "\n}\n";
    }

    private static String release(String app, String block) {
        return "canaryBatch(app: '" + app + "', namespace: 'shop', image: '" + app + ":2', batches: [1, 'rest']) {\n"
                + block + "\n}";
    }

    @Test
    void aPipelineBuildsAsksReleasesAndChecksForReal() throws IOException {
        assertThat(run(real(), "--param TAG=2.0 --yes --skip junit"))
                .as(() -> shell.out() + shell.err())
                .isEqualTo(ExitCodes.OK);
        assertThat(shell.out())
                .contains("left out, as --skip says: junit", "junit: left out")
                .contains("stage Build", "| to the log", "| not this", "| read by cat")
                .contains("Release it?: yes, says --yes")
                .contains("| gd9-a has 1 of 2", "| gd9-a has 2 of 2", "| got green 2.0 and 3")
                .contains("over")
                .endsWith("Finished: SUCCESS\n")
                .doesNotContain("| green 2.0");
        assertThat(shell.grey(
                        "status", "--app", "shop/cart", "--context", "gd9-a", "--kubeconfig", config + "/kubeconfig"))
                .isEqualTo(ExitCodes.OK);
        assertThat(shell.out()).contains("10/10 ready").contains("cart:2.0");
    }

    @Test
    void aCommandThatFailsInTheBlockTakesTheReleaseBack() throws IOException {
        assertThat(run(inNode(release("search", "sh 'echo no good; exit 7'")), ""))
                .as(() -> shell.out() + shell.err())
                .isEqualTo(ExitCodes.FAILED);
        assertThat(shell.out())
                .contains("| no good", "script returned exit code 7", "goes back")
                .endsWith("Finished: FAILURE\n");
        assertThat(shell.grey(
                        "status", "--app", "shop/search", "--context", "gd9-a", "--kubeconfig", config + "/kubeconfig"))
                .isEqualTo(ExitCodes.OK);
        assertThat(shell.out()).contains("no release").contains("10/10 ready").doesNotContain("search:2");
    }

    @Test
    void ctrlCLeavesTheReleaseAndRunsNothingMoreOfThePipeline() throws Exception {
        String file = "try {\n" + inNode(release("pay", "sh 'echo it runs; exec sleep 300'"))
                + "} finally { node { sh 'touch after' } }";
        Said said = new Said("| it runs");
        PrintWriter out = new PrintWriter(said, true);
        String[] words = words(file, "");
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Thread thread = new Thread(() -> code.complete(Grey.run(out, out, words)));
        thread.start();
        said.awaited.get(90, TimeUnit.SECONDS);
        thread.interrupt();
        assertThat(code.get(60, TimeUnit.SECONDS)).isEqualTo(ExitCodes.ABORTED);
        assertThat(said.toString())
                .contains("the release of shop/pay is left as it is")
                .contains("grey resume --app shop/pay --context gd9-a --kubeconfig ");
        assertThat(dir.resolve("after")).doesNotExist();
        String kubeconfig = config.resolve("kubeconfig").toString();
        assertThat(shell.grey(
                        "resume", "--app", "shop/pay", "--no-check", "--context", "gd9-a", "--kubeconfig", kubeconfig))
                .as(shell::err)
                .isEqualTo(ExitCodes.OK);
        assertThat(shell.out()).contains("goes on with release").endsWith("released\n");
    }

    @Test
    void aTimeoutKillsTheCommandAndWhatItStarted() throws IOException {
        String child = "(trap 'touch told; exit' TERM; sleep 300 & wait) &";
        String file = inNode("timeout(time: 1, unit: 'SECONDS') { sh \"\"\"trap : TERM", child, "wait || wait\"\"\" }");
        assertThat(run(file, "")).as(() -> shell.out() + shell.err()).isEqualTo(ExitCodes.ABORTED);
        assertThat(shell.out()).endsWith("Finished: ABORTED\n");
        assertThat(dir.resolve("told")).exists();
    }

    @Test
    void whatCannotBeDoneIsRefusedBeforeAnythingRuns() throws IOException {
        refused(
                inNode("sh 'touch ran'", "if (false) { junit 'x' }"),
                "",
                "Jenkinsfile:3:14: junit: only a Jenkins can");
        refused(
                inNode("withCredentials([string(credentialsId: 'a', variable: 'A')]) { sh 'touch ran' }"),
                "",
                "--skip");
        refused(
                "pipeline { agent any\nenvironment { A = credentials('a') }\nstages { stage('x') { steps { echo 'x' } } } }",
                "",
                "credentials: only a Jenkins has credentials");
        refused(
                "pipeline { agent { docker { image 'x' } }\nstages { stage('x') { steps { sh 'touch ran' } } } }",
                "",
                "agent container: only a Jenkins");
        refused(inNode("sh 'touch ran'", "docker.image('x').inside { }"), "", "only a Jenkins");
        refused(inNode("checkout scm", "sh 'touch ran'"), "", "checkout: only a Jenkins");
        refused(inNode("sh 'touch ran'", "deleteDir()"), "", "deleteDir: only a Jenkins");
        refused(inNode("sh 'touch ran'", "stuff 'x'"), "", "no step 'stuff'");
        refused(inNode("sh 'touch ran'", "canaryBatch(ap: 'cart') { }"), "", "no parameter 'ap'");
        refused(inNode("sh 'touch ran'", release("cart", "").replace("'rest'", "'half'")), "", "batches");
        refused(inNode("sh 'touch ran'", "buildImage aap: 'cart'"), "", "no parameter 'aap'");
        refused(inNode("sh 'touch ran'", "input 'Go on?'"), "", "input: there is no terminal to ask at");
        refused(inNode("sh 'touch ran'", "manualApproval message: 'Go on?'"), "", "no terminal to ask at");
        refused(inNode("sh 'touch ran'", "manualApproval message: 'x', quorum: 2"), "--yes", "as many people");
        refused(inNode("sh \"touch ran-${env.BUILD_NUMBER}\""), "", "--env BUILD_NUMBER=");
        refused(inNode("sh \"touch ran-${currentBuild.number}\""), "", "write env.BUILD_NUMBER instead");
        refused(inNode("sh 'touch ran'"), "--skip sh,canaryBatch", "'canaryBatch': is not left out");
        refused(
                inNode("sh 'touch ran'"),
                "--app shop/cart --check true",
                "--app, --check: does not go with a Jenkinsfile");
        refused(inNode("sh 'touch ran'", release("nothing", "")), "--directory /none", "/none: is no directory");
    }

    private void refused(String file, String more, String words) throws IOException {
        assertThat(run(file, more)).as(() -> file + shell.out() + shell.err()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(shell.err()).as(file).contains(words).doesNotContain("Exception");
        assertThat(dir.resolve("ran")).doesNotExist();
    }

    @Test
    void aReleaseThatIsRefusedChangedNothingAndTheExitCodeSaysSo() throws IOException {
        assertThat(run(inNode(release("nothing", "")), "")).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(shell.err()).contains("nothing was changed in any cluster").contains("deployment/nothing");
    }
}
