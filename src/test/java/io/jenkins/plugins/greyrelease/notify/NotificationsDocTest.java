package io.jenkins.plugins.greyrelease.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.greyrelease.kube.FleetReader;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.NotifySpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/notifications.md} shows is what is sent, and its receiver takes it. */
class NotificationsDocTest {
    private static String doc() throws IOException {
        return Files.readString(Path.of("docs/notifications.md"));
    }

    private static String block(String language) throws IOException {
        String begin = "```" + language + "\n";
        int start = doc().indexOf(begin) + begin.length();
        return doc().substring(start, doc().indexOf("```", start));
    }

    @Test
    void theBodyThatIsShownIsOneThatIsSent() throws IOException {
        JsonNode shown = new ObjectMapper().readTree(block("json"));
        JsonNode sent = new ObjectMapper().readTree(NoticeJson.body(NoticesTest.BATCH));
        assertThat(shown.toString().replace("sha256:…", "sha256:00")).isEqualTo(sent.toString());
    }

    @Test
    void theFleetThatIsShownIsReadAndEveryEventIsExplained() throws IOException {
        assertThat(FleetReader.read("fleet.yaml", "clusters: [{name: a}]\n" + block("yaml"))
                        .notifications())
                .hasSize(1);
        String table = doc().substring(doc().indexOf("| event |"), doc().indexOf("## What is sent"));
        assertThat(NotifySpec.EVENTS).allSatisfy(word -> assertThat(table).contains("`" + word + "`"));
    }

    @Test
    void theSignatureToTryWithIsRight() throws IOException {
        byte[] body = "{\"version\":1}".getBytes(StandardCharsets.UTF_8);
        assertThat(doc()).contains(Signature.of("s3cret", Instant.ofEpochSecond(1_700_000_000), body));
    }

    /** Skipped where there is no Python. */
    @Test
    void theReceiverTakesWhatIsSentOnceAndNothingElse(@TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(python("--version") == 0, "python3 is not installed");
        byte[] body = NoticeJson.body(NoticesTest.BATCH);
        Files.write(folder.resolve("body"), body);
        String signature = Signature.of("s3cret", Instant.ofEpochSecond(1_700_000_000), body);
        Path script = folder.resolve("receiver.py");
        Files.writeString(script, block("python") + """

                body, seen = open(%s, "rb").read(), set()
                def refused(secret, signature, body, now):
                    try:
                        event(secret, signature, body, set(), now)
                    except ValueError:
                        return True
                    return False
                signature = "%s"
                assert event("s3cret", signature, body, seen, 1700000060)["event"] == "batch-done"
                assert event("s3cret", signature, body, seen, 1700000061) is None
                assert refused("other", signature, body, 1700000060)
                assert refused("s3cret", signature, body + b" ", 1700000060)
                assert refused("s3cret", signature, body, 1700000901)
                """.formatted("'" + folder.resolve("body") + "'", signature));
        assertThat(python(script.toString())).isZero();
    }

    private static int python(String argument) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder("python3", argument).inheritIO().start();
            return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException e) {
            // there is none
            return -1;
        }
    }
}
