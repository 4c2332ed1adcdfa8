package io.jenkins.plugins.greyrelease.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.Patience;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.http.Script;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Blobs from a registry that keeps them elsewhere, and connections that break. */
class RemoteBlobTest {
    private static final String TEXT = "abcdefghijklmnopqrstuvwxyz";
    private static final Digest DIGEST = Digest.sha256(TEXT.getBytes(StandardCharsets.UTF_8));
    private static final String BLOB = "https://gd9.example/v2/shop/cart/blobs/" + DIGEST;
    private static final String STORE = "https://store.example/bucket/1?signature=s3cret";

    private final VirtualTime time = new VirtualTime();
    private final Script script = new Script(time);
    private final Registry registry = new DistributionRegistry(
            "gd9",
            URI.create("https://gd9.example"),
            () -> new Login.Bearer("our-token"),
            new PatientClient(script, time, length -> "a000", Patience.USUAL));

    private String read(long from) {
        StringBuilder text = new StringBuilder();
        BlobReader reader = end(registry.blob("shop/cart", DIGEST).open(from));
        String part;
        do {
            part = StandardCharsets.UTF_8.decode(end(reader.next(10))).toString();
            text.append(part);
        } while (!part.isEmpty());
        return text.toString();
    }

    private <T> T end(CompletableFuture<T> future) {
        time.runUntil(future::isDone, time.elapsed().plusSeconds(3600));
        assertThat(future).isDone();
        return future.join();
    }

    private HttpFailure failure(long from) {
        try {
            read(from);
        } catch (RuntimeException e) {
            return HttpFailure.in(e).orElseThrow(() -> e);
        }
        throw new AssertionError("it did not fail");
    }

    private static Optional<String> header(HttpRequest request, String name) {
        return request.headers().firstValue(name);
    }

    @Test
    void theTokenDoesNotGoToTheStoreThatTheRegistrySendsUsTo() {
        script.answer(307, "", "Location", STORE).answer(200, TEXT);
        assertThat(read(0)).isEqualTo(TEXT);
        assertThat(script.addresses()).containsExactly("GET " + BLOB, "GET " + STORE);
        assertThat(header(script.asked().get(0), "Authorization")).contains("Bearer our-token");
        assertThat(header(script.asked().get(1), "Authorization")).isEmpty();
    }

    @Test
    void anotherPortIsAnotherHost() {
        script.answer(307, "", "Location", "https://gd9.example:8443/x").answer(200, TEXT);
        assertThat(read(0)).isEqualTo(TEXT);
        assertThat(header(script.asked().get(1), "Authorization")).isEmpty();
    }

    @Test
    void theTokenGoesWithARedirectInsideTheRegistry() {
        script.answer(302, "", "Location", "/v2/elsewhere").answer(200, TEXT);
        assertThat(read(0)).isEqualTo(TEXT);
        assertThat(header(script.asked().get(1), "Authorization")).contains("Bearer our-token");
    }

    @Test
    void neverFromHttpsToHttpNorRoundAndRound() {
        script.answer(307, "", "Location", "http://store.example/x");
        assertThat(failure(0)).hasMessageContaining("it sends us nowhere");
        for (int i = 0; i < 6; i++) {
            script.answer(307, "", "Location", BLOB);
        }
        assertThat(failure(0)).hasMessageContaining("from one address to the next");
    }

    @Test
    void aBlobThatBreaksOffIsReadOnFromThere() {
        script.broken(200, TEXT.substring(0, 13))
                .broken(206, TEXT.substring(13, 16), "Content-Range", "bytes 13-25/26")
                .answer(206, TEXT.substring(16), "Content-Range", "bytes 16-25/26");
        assertThat(read(0)).isEqualTo(TEXT);
        assertThat(script.asked())
                .extracting(each -> header(each, "Range"))
                .isEqualTo(List.of(Optional.empty(), Optional.of("bytes=13-"), Optional.of("bytes=16-")));
    }

    @Test
    void aServerThatKnowsNoRangesIsReadPastWhatWeHave() {
        script.answer(200, TEXT);
        assertThat(read(11)).isEqualTo(TEXT.substring(11));
    }

    @Test
    void aServerThatGivesAnotherPartThanAskedForIsNotBelieved() {
        script.answer(206, TEXT.substring(3), "Content-Range", "bytes 3-25/26");
        assertThat(failure(11)).hasMessageContaining("bytes from 11 on were asked for");
    }

    @Test
    void aBlobThatNeverComesThroughIsGivenUp() {
        script.broken(200, "");
        for (int i = 0; i < 4; i++) {
            script.broken(200, "");
        }
        HttpFailure failure = failure(0);
        assertThat(failure)
                .hasMessageStartingWith("registry gd9: read blob " + DIGEST + " of shop/cart: no connection to"
                        + " gd9.example, or it broke: EOF");
        assertThat(failure).hasMessageNotContaining("our-token");
    }
}
