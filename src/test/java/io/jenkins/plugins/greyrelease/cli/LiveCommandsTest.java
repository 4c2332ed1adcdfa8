package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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

/** Commands on clusters that are behind HTTP, as real ones are. Each test has an app of its own. */
class LiveCommandsTest {
    private static ServedClusters clusters;

    @TempDir
    private static Path dir;

    private Shell shell;

    @BeforeAll
    static void serve() throws IOException {
        clusters = ServedClusters.of(
                List.of("gd9-a", "gd9-b"), List.of("shop/cart", "shop/search", "shop/pay", "shop/mail", "shop/ads"));
        Files.writeString(dir.resolve("kubeconfig"), clusters.kubeconfig());
    }

    @AfterAll
    static void close() {
        clusters.close();
    }

    @BeforeEach
    void shell() {
        shell = new Shell(dir);
    }

    private static String[] words(String line) {
        List<String> words = new ArrayList<>(List.of(line.split(" +")));
        words.addAll(List.of("--context", "gd9-a,gd9-b"));
        words.addAll(List.of("--kubeconfig", dir.resolve("kubeconfig").toString()));
        return words.toArray(String[]::new);
    }

    private int grey(String line) {
        return shell.grey(words(line));
    }

    /** Keeps what was said, and tells when a text was. */
    private static final class Said extends StringWriter {
        private final CompletableFuture<Void> awaited = new CompletableFuture<>();
        private final String text;

        Said(String text) {
            this.text = text;
        }

        @Override
        public void write(String said, int from, int length) {
            super.write(said, from, length);
            if (toString().contains(text)) {
                awaited.complete(null);
            }
        }
    }

    /** A command that goes on while others are tried. */
    private static final class Running {
        private final CompletableFuture<Integer> code = new CompletableFuture<>();
        private final Thread thread;
        private final Said said;

        Running(String until, String... words) throws Exception {
            said = new Said(until);
            PrintWriter out = new PrintWriter(said, true);
            thread = new Thread(() -> code.complete(Grey.run(out, out, words)));
            thread.start();
            said.awaited.get(90, TimeUnit.SECONDS);
        }

        int ctrlC() throws Exception {
            thread.interrupt();
            return end();
        }

        int end() throws Exception {
            return code.get(120, TimeUnit.SECONDS);
        }
    }

    private Running begun(String app) throws Exception {
        List<String> words =
                new ArrayList<>(List.of(words("run --app shop/" + app + " --image " + app + ":2 --batches 1,rest")));
        words.addAll(List.of("--check", "echo it runs; exec sleep 300"));
        return new Running("| it runs", words.toArray(String[]::new));
    }

    @Test
    void aReleaseIsPlannedAsItThenRunsAndItsCheckSeesItsBatches() {
        assertThat(grey("plan --against live --app shop/cart --image cart:2 --batches 1,rest"))
                .as(shell.err())
                .isEqualTo(ExitCodes.OK);
        String planned = shell.out();
        assertThat(planned).contains("gd9-a (10)").contains("plan hash ");
        String hash = planned.replaceFirst("(?s).*plan hash (\\w{16}).*", "$1");
        assertThat(grey("status")).as(shell.err()).isEqualTo(ExitCodes.OK);
        assertThat(shell.out()).contains("nothing is under way");

        List<String> words = new ArrayList<>(List.of(words("run --app shop/cart --image cart:2 --batches 1,rest")));
        words.addAll(List.of("--check", "echo $GREY_CLUSTER has batch $GREY_BATCH of $GREY_BATCHES"));
        assertThat(shell.grey(words.toArray(String[]::new)))
                .as(shell.out() + shell.err())
                .isEqualTo(ExitCodes.OK);
        assertThat(shell.out())
                .contains("plan " + hash)
                .contains("| gd9-a has batch 1 of 2", "| gd9-b has batch 2 of 2")
                .contains("gd9-b: new, 10 pods")
                .endsWith("released\n");
        assertThat(grey("run --app shop/cart --image cart:2 --batches 1,rest")).isEqualTo(ExitCodes.OK);
        assertThat(shell.out()).contains("nothing to release: the new version ran already");
        assertThat(grey("status --app shop/cart")).isEqualTo(ExitCodes.OK);
        assertThat(shell.out()).contains("no release").contains("10/10 ready").contains("cart:2");
    }

    @Test
    void aFailingCheckTakesItBackAndTheExitCodeSaysSo() {
        assertThat(grey("run --app shop/search --image search:2 --batches 1,rest --check false"))
                .as(shell.err())
                .isEqualTo(ExitCodes.FAILED);
        assertThat(shell.out()).contains("ended with exit code 1: false").contains("rolled-back");
    }

    @Test
    void ctrlCLeavesAReleaseThatIsPausedAndResumedAfterwards() throws Exception {
        Running run = begun("pay");
        assertThat(run.ctrlC()).isEqualTo(ExitCodes.ABORTED);
        assertThat(run.said.toString())
                .contains("left as it is")
                .contains("grey resume --app shop/pay ")
                .contains("--check 'echo it runs; exec sleep 300'");

        assertThat(grey("status --app shop/pay")).isEqualTo(ExitCodes.OPEN);
        assertThat(shell.out()).contains("batch 1").contains("1/1 ready").contains("nobody");
        assertThat(grey("resume --app shop/pay")).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(shell.err()).contains("nobody drives release").contains("say --check COMMAND, --ask or --no-check");
        assertThat(grey("pause --app shop/pay")).as(shell.err()).isEqualTo(ExitCodes.OK);
        assertThat(shell.out()).contains("stands still");
        assertThat(grey("status --app shop/pay")).isEqualTo(ExitCodes.OPEN);
        assertThat(shell.out()).contains("paused, batch 1").contains("stands still: paused by ");

        assertThat(grey("resume --app shop/pay --no-check")).as(shell.err()).isEqualTo(ExitCodes.OK);
        assertThat(shell.out()).contains("goes on with release").endsWith("released\n");
    }

    @Test
    void whatAnotherProcessDrivesIsPausedAndTakenBackThroughTheCluster() throws Exception {
        Running run = begun("mail");
        assertThat(grey("pause --app shop/mail")).as(shell.err()).isEqualTo(ExitCodes.OK);
        assertThat(shell.out()).contains("stands still").contains("driven by grey/");
        assertThat(grey("status")).isEqualTo(ExitCodes.OPEN);
        assertThat(shell.out())
                .contains("shop/mail")
                .contains("paused, batch 1")
                .contains("grey/");
        assertThat(grey("rollback --app shop/mail")).as(shell.err()).isEqualTo(ExitCodes.OK);
        assertThat(shell.out()).contains("goes back");
        assertThat(run.end()).as(run.said::toString).isEqualTo(ExitCodes.FAILED);
        assertThat(grey("rollback --app shop/mail")).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(shell.err())
                .contains("no release of shop/mail is under way in gd9-a, gd9-b")
                .contains("--earlier");
    }

    @Test
    void statusIsShownAgainWheneverSomethingChanges() throws Exception {
        Running watch = new Running("no release", words("status --app shop/ads --watch"));
        assertThat(grey("run --app shop/ads --image ads:2 --batches rest --no-check"))
                .isEqualTo(ExitCodes.OK);
        assertThat(watch.ctrlC()).isEqualTo(ExitCodes.OK);
        assertThat(watch.said.toString())
                .contains("no release")
                .contains("batch 1")
                .contains("hand-over");
    }

    @Test
    void whatCannotBeIsOneClearLine() throws IOException {
        refused("pause", "say which app: --app NAMESPACE/NAME");
        refused("pause --app shop/nothing", "no cluster has deployment shop/nothing");
        refused("run --app shop/nothing --image x:2 --batches rest", "runs deployment/nothing in namespace shop");
        refused("run --app Shop!", "--app: 'Shop!' is not NAMESPACE/NAME");
        refused("run --app shop/cart --batches 1", "image: is missing");
        refused("run --app shop/cart --image cart:2 --batches rest --ask", "there is no terminal to ask at");
        refused("run no-such-Jenkinsfile", "no-such-Jenkinsfile: no such file");
        refused("status --watch", "--watch: say which app");

        String config = dir.resolve("kubeconfig").toString();
        assertThat(shell.grey("status", "--context", "gd9-x", "--kubeconfig", config))
                .isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(shell.err()).contains("gd9-x").doesNotContain("Exception");
        assertThat(shell.grey(
                        "status",
                        "--context",
                        "gd9-a",
                        "--kubeconfig",
                        dir.resolve("none").toString()))
                .isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(shell.err()).contains("none").doesNotContain("Exception");
        String expired = shell.file("expired", clusters.kubeconfig().replace(ServedClusters.TOKEN, "expired"));
        assertThat(shell.grey("status", "--context", "gd9-a", "--kubeconfig", expired))
                .isEqualTo(ExitCodes.OPEN);
        assertThat(shell.out()).contains("gd9-a: not reachable").contains("401").doesNotContain("expired");
        assertThat(shell.grey("pause", "--app", "shop/cart", "--context", "gd9-a", "--kubeconfig", expired))
                .isEqualTo(ExitCodes.OPEN);
        assertThat(shell.err()).contains("401");
    }

    private void refused(String line, String words) {
        assertThat(grey(line)).as(line).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(shell.err()).as(line).contains(words).doesNotContain("Exception");
    }
}
