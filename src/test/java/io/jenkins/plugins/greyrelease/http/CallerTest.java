package io.jenkins.plugins.greyrelease.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.http.HttpFailure.Reason;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class CallerTest {
    private static final URI PLACE = URI.create("https://sonar.example/api/thing?key=value");

    private final VirtualTime time = new VirtualTime();
    private final Script script = new Script(time);
    private final Caller caller =
            new Caller("SonarQube", new PatientClient(script, time, length -> "azzz", Patience.USUAL));

    private static HttpRequest.Builder get() {
        return HttpRequest.newBuilder(PLACE).GET();
    }

    private static HttpRequest.Builder post() {
        return HttpRequest.newBuilder(PLACE).POST(BodyPublishers.ofString("{}"));
    }

    private Reply reply(HttpRequest.Builder request) {
        return end(caller.send("read the gate of shop", request.build()));
    }

    private <T> T end(CompletableFuture<T> future) {
        time.runUntil(future::isDone, time.elapsed().plusSeconds(3600));
        assertThat(future).isDone();
        return future.join();
    }

    private HttpFailure failure(HttpRequest.Builder request) {
        try {
            reply(request);
        } catch (RuntimeException e) {
            return HttpFailure.in(e).orElseThrow(() -> e);
        }
        throw new AssertionError("it did not fail");
    }

    @Test
    void anAnswerIsReadWhole() {
        script.answer(200, "{\"status\": \"OK\"}", "X-One", "1");
        Reply reply = reply(get());
        assertThat(reply.json().path("status").asText()).isEqualTo("OK");
        assertThat(reply.header("x-one")).contains("1");
        assertThat(reply.uri()).isEqualTo(PLACE);
    }

    @Test
    void whatPassesIsTriedAgainAfterAWaitThatDoubles() {
        script.answer(503, "").answer(500, "").failure(new IOException("reset")).answer(200, "{}");
        assertThat(reply(get()).status()).isEqualTo(200);
        // 0.5 s, 1 s and 2 s, and four times 10 ms
        assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(3_540));
    }

    @Test
    void aServerThatAsksForAWaitGetsItInSecondsOrAsADate() {
        script.answer(429, "", "Retry-After", "7")
                .answer(503, "", "Retry-After", "Mon, 5 Jan 2026 08:01:00 GMT")
                .answer(200, "{}");
        reply(get());
        assertThat(time.elapsed()).isBetween(Duration.ofSeconds(60), Duration.ofMillis(60_100));
    }

    @Test
    void aServerThatAsksForTooLongAWaitIsNotWaitedFor() {
        script.answer(429, "slow down", "Retry-After", "3600");
        HttpFailure failure = failure(get());
        assertThat(failure.reason()).isEqualTo(Reason.TOO_MANY_REQUESTS);
        assertThat(failure.retryAfter()).contains(Duration.ofHours(1));
        assertThat(failure.passing()).isTrue();
    }

    @Test
    void afterFiveTriesItIsGivenUp() {
        for (int i = 0; i < 5; i++) {
            script.answer(502, "<html><style>p {}</style><h1>Bad  gateway</h1></html>");
        }
        assertThat(failure(get()))
                .hasMessage(
                        "SonarQube: read the gate of shop: 502 Bad gateway; it was tried again in vain; run the same"
                                + " again later");
        assertThat(script.asked()).hasSize(5);
    }

    @Test
    void ofAPageItsTitleIsToldWithoutTheStatusThatWasSaid() {
        script.answer(404, "<html><head><title>404 Not Found - Wiki</title></head><path d='M1,2'/>Search</html>");
        assertThat(failure(get())).hasMessage("SonarQube: read the gate of shop: 404 Not Found - Wiki");
    }

    @Test
    void whatMayHaveBeenDoneIsNotAskedForTwice() {
        script.answer(503, "");
        assertThat(failure(post()).reason()).isEqualTo(Reason.SERVER_ERROR);
        script.failure(new IOException("reset"));
        assertThat(failure(post()).reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(script.asked()).hasSize(2);
        script.failure(new ConnectException("refused")).answer(429, "").answer(200, "{}");
        assertThat(reply(post()).status()).isEqualTo(200);
    }

    @Test
    void aCallWithoutAnAnswerEndsAndIsTriedAgain() {
        script.silence().answer(200, "{}");
        reply(get());
        assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(60_510));
        for (int i = 0; i < 5; i++) {
            script.silence();
        }
        HttpFailure failure = failure(get().timeout(Duration.ofSeconds(3)));
        assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(failure).hasMessageContaining("no answer within 3 s from sonar.example");
    }

    @Test
    void aCertificateThatIsNotTrustedIsSaidAtOnce() {
        script.failure(new SSLHandshakeException("PKIX path building failed"));
        assertThat(failure(get()))
                .hasMessage(
                        "SonarQube: read the gate of shop: no TLS with sonar.example: PKIX path building failed; check"
                                + " its certificate, and that this Java trusts who signed it");
    }

    @Test
    void whatAServerSaysIsShownAsOneLine() {
        script.answer(403, "{\"errors\":[{\"msg\":\"Insufficient\\n privileges\"}]}");
        assertThat(failure(get()))
                .hasMessage("SonarQube: read the gate of shop: 403 Insufficient privileges; give the account that is"
                        + " configured for SonarQube the right to do this");
        script.answer(400, "{\"errorMessages\":[\"Field 'x' is required\"],\"errors\":{}}");
        assertThat(failure(get())).hasMessage("SonarQube: read the gate of shop: 400 Field 'x' is required");
        script.answer(404, "");
        assertThat(failure(get())).hasMessage("SonarQube: read the gate of shop: 404 Not Found");
        script.answer(409, "x".repeat(100_000));
        assertThat(failure(get()).answer()).hasSize(301).endsWith("…");
    }

    @Test
    void aServerThatRepeatsASecretIsNotRepeated() {
        String secret = "pass-word-of-ours";
        String header = new Login.Basic("me", secret).header().orElseThrow();
        script.answer(401, "bad credentials me:" + secret + " (" + header + ")");
        HttpFailure failure = failure(get().header("Authorization", header));
        assertThat(failure).hasMessageContaining("bad credentials me:****").hasMessageNotContaining(secret);
        assertThat(failure.getMessage())
                .doesNotContain(Base64.getEncoder().encodeToString(("me:" + secret).getBytes()));
        script.answer(401, "token abcdef123 is expired");
        assertThat(failure(get().header("Authorization", "Bearer abcdef123")))
                .hasMessageContaining("token **** is expired");
    }

    @Test
    void noSecretIsInTheTextOfALogin() {
        assertThat(new Login.Basic("me", "hidden").toString()).contains("me").doesNotContain("hidden");
        assertThat(new Login.Bearer("hidden").toString()).doesNotContain("hidden");
    }

    @Test
    void anAnswerThatIsNoJsonSaysSo() {
        script.answer(200, "<html>Please log in</html>");
        Reply page = reply(get());
        assertThatThrownBy(page::json)
                .isInstanceOf(HttpFailure.class)
                .hasMessageContaining("200 the answer is no JSON: <html>Please log in</html>");
    }

    @Test
    void anAnswerThatIsTooLongIsNotReadToItsEnd() {
        script.answer(200, "x".repeat((8 << 20) + 1));
        assertThat(failure(get()).answer()).isEqualTo("the answer has more than 8388608 bytes");
    }

    @Test
    void aClientThatFollowsRedirectsIsRefused() {
        HttpClient following = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        assertThatThrownBy(() -> new PatientClient(following, time, length -> "a000", Patience.USUAL))
                .hasMessageContaining("follows redirects");
    }
}
