package io.jenkins.plugins.greyrelease.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.Patience;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.http.Script;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One upload, and registries that answer in their own ways. */
class UploadTest {
    private static final byte[] CONTENT = new byte[250];
    private static final Descriptor BLOB = Descriptor.of("", Digest.sha256(CONTENT), CONTENT.length);
    private static final String PLACE = "https://gd9.example/v2/shop/cart/blobs/uploads/1?_state=";

    private final VirtualTime time = new VirtualTime();
    private final Script script = new Script(time);
    private final List<Long> arrived = new ArrayList<>();
    private final Registry registry = new DistributionRegistry(
            "gd9",
            URI.create("https://gd9.example"),
            () -> new Login.Bearer("our-token"),
            new PatientClient(script, time, length -> "a000", Patience.USUAL),
            100);

    private CompletableFuture<Void> upload() {
        BlobSource source = new StreamSource(() -> new ByteArrayInputStream(CONTENT), Runnable::run);
        CompletableFuture<Void> upload = registry.upload("shop/cart", BLOB, source, arrived::add);
        time.runUntil(upload::isDone, time.elapsed().plusSeconds(3600));
        assertThat(upload).isDone();
        return upload;
    }

    private List<String> ranges() {
        return script.asked().stream()
                .filter(each -> each.method().equals("PATCH"))
                .map(each -> each.headers().firstValue("Content-Range").orElseThrow())
                .toList();
    }

    @Test
    void eachStepGoesToThePlaceThatTheLastOneNamed() {
        script.answer(202, "", "Location", PLACE + "a")
                .answer(202, "", "Location", PLACE + "b", "Range", "0-99")
                .answer(202, "", "Location", PLACE + "c", "Range", "0-199")
                .answer(202, "", "Location", PLACE + "d", "Range", "0-249")
                .answer(201, "");
        assertThat(upload()).isCompleted();
        assertThat(script.addresses())
                .containsExactly(
                        "POST https://gd9.example/v2/shop/cart/blobs/uploads/",
                        "PATCH " + PLACE + "a",
                        "PATCH " + PLACE + "b",
                        "PATCH " + PLACE + "c",
                        "PUT " + PLACE + "d&digest=" + BLOB.digest());
        assertThat(ranges()).containsExactly("0-99", "100-199", "200-249");
    }

    @Test
    void aRegistryThatLosesSomeOfWhatItHadGetsItAgain() {
        script.answer(202, "", "Location", PLACE)
                .answer(202, "", "Range", "0-99")
                .answer(202, "", "Range", "0-59")
                .answer(202, "", "Range", "0-159")
                .answer(202, "", "Range", "0-249")
                .answer(201, "");
        assertThat(upload()).isCompleted();
        assertThat(ranges()).containsExactly("0-99", "100-199", "60-159", "160-249");
        assertThat(arrived).containsExactly(100L, -40L, 100L, 90L);
    }

    @Test
    void aRegistryThatTakesOnlyPartOfAChunkGetsTheRest() {
        script.answer(202, "", "Location", PLACE)
                .answer(202, "", "Range", "0-39")
                .answer(202, "", "Range", "0-99")
                .answer(202, "", "Range", "0-199")
                .answer(202, "", "Range", "0-249")
                .answer(201, "");
        assertThat(upload()).isCompleted();
        assertThat(ranges()).containsExactly("0-99", "40-99", "100-199", "200-249");
    }

    @Test
    void aRegistryThatIsElsewhereInTheUploadIsAskedWhere() {
        script.answer(202, "", "Location", PLACE)
                .answer(416, "")
                .answer(204, "", "Range", "0-0")
                .answer(202, "")
                .answer(202, "")
                .answer(202, "")
                .answer(201, "");
        assertThat(upload()).isCompleted();
        assertThat(ranges()).containsExactly("0-99", "0-99", "100-199", "200-249");
    }

    @Test
    void whereTheEndIsNotAnsweredTheBlobIsLookedFor() {
        script.answer(202, "", "Location", PLACE)
                .answer(202, "")
                .answer(202, "")
                .answer(202, "")
                .failure(new IOException("reset"))
                .answer(200, "");
        assertThat(upload()).isCompleted();
        assertThat(script.addresses().get(5)).isEqualTo("HEAD https://gd9.example/v2/shop/cart/blobs/" + BLOB.digest());
    }

    @Test
    void theTokenDoesNotGoToAnotherHostThatTheUploadIsSentTo() {
        script.answer(202, "", "Location", "https://store.example/1")
                .answer(202, "")
                .answer(202, "")
                .answer(202, "")
                .answer(201, "");
        assertThat(upload()).isCompleted();
        HttpRequest patch = script.asked().get(1);
        assertThat(patch.uri().getHost()).isEqualTo("store.example");
        assertThat(patch.headers().firstValue("Authorization")).isEmpty();
    }

    @Test
    void aRegistryThatWantsLargerChunksGetsThem() {
        script.answer(202, "", "Location", PLACE, "OCI-Chunk-Min-Length", "200")
                .answer(202, "")
                .answer(202, "")
                .answer(201, "");
        assertThat(upload()).isCompleted();
        assertThat(ranges()).containsExactly("0-199", "200-249");
    }

    @Test
    void anUploadThatComesToNothingAgainAndAgainIsGivenUp() {
        script.answer(202, "", "Location", PLACE);
        for (int i = 0; i < 10; i++) {
            script.failure(new IOException("reset")).answer(204, "", "Range", "0-0");
        }
        script.failure(new IOException("reset"));
        assertThat(upload()).isCompletedExceptionally();
        assertThat(time.elapsed().toMinutes()).isBetween(2L, 4L);
    }

    @Test
    void aProxyThatTakesNoChunksOfThatSizeIsSaid() {
        script.answer(202, "", "Location", PLACE).answer(413, "<html>413 Request Entity Too Large</html>");
        CompletableFuture<Void> upload = upload();
        HttpFailure failure =
                HttpFailure.in(upload.handle((done, thrown) -> thrown).join()).orElseThrow();
        assertThat(failure)
                .hasMessageEndingWith(
                        "of shop/cart: 413 Request Entity Too Large; raise the limit on the size of requests at the proxy in front of"
                                + " registry gd9");
    }
}
