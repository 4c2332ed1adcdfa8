package io.jenkins.plugins.greyrelease.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.Patience;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.marked.Leaks;
import io.jenkins.plugins.greyrelease.marked.Marks;
import io.jenkins.plugins.greyrelease.marked.Overheard;
import io.jenkins.plugins.greyrelease.rehearsal.gate.Sites;
import io.jenkins.plugins.greyrelease.rehearsal.registry.HttpCall;
import io.jenkins.plugins.greyrelease.rehearsal.registry.HttpReply;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an upload goes on may let anybody in: the address is not told, whatever the registry does then and says of it. */
@ResourceLock("loggers")
class UploadKeepsSecretsTest {
    private static final String REGISTRY = "https://gd9.example";
    private static final int NO_ANSWER = 0;

    private final Marks marks = new Marks(20_261_123);
    private final Leaks leaks = new Leaks(marks);
    private final VirtualTime time = new VirtualTime();
    private final String session = REGISTRY + "/v2/shop/cart/blobs/uploads/1?_state="
            + marks.token("state of an upload") + "&token=" + marks.token("token of an upload");
    private int asked;

    private HttpReply answer(HttpCall call, int status, String location) {
        if (call.method().equals("POST") || call.path().endsWith("/v2/")) {
            return HttpReply.of(202).with("Location", location);
        }
        if (call.method().equals("HEAD")) {
            return HttpReply.of(404);
        }
        asked++;
        String words = "no upload at " + location + " for " + call.header("Authorization");
        return status == NO_ANSWER
                ? HttpReply.BROKEN
                : HttpReply.of(status, "text/plain", words.getBytes(StandardCharsets.UTF_8))
                        .with("Location", location);
    }

    private Throwable upload(int status, String location) {
        Sites sites = new Sites(time).with(REGISTRY, call -> answer(call, status, location));
        PatientClient client = new PatientClient(sites, time, length -> "a000", Patience.USUAL);
        Login login = new Login.Basic("me", marks.password("password of a registry"));
        Registry registry = new DistributionRegistry("gd9", URI.create(REGISTRY), () -> login, client, Stage.CHUNK);
        byte[] content = "what is uploaded ".repeat(200).getBytes(StandardCharsets.UTF_8);
        Descriptor blob = Descriptor.of("", Digest.sha256(content), content.length);
        BlobSource source = new StreamSource(() -> new ByteArrayInputStream(content), Runnable::run);
        CompletableFuture<Void> done = registry.upload("shop/cart", blob, source, UploadListener.NONE);
        time.runUntil(done::isDone, time.elapsed().plus(Duration.ofHours(3)));
        assertThat(done).isDone();
        return catchThrowable(done::join);
    }

    @ParameterizedTest
    @ValueSource(ints = {NO_ANSWER, 302, 400, 401, 403, 404, 416, 500})
    void anUploadThatIsRefusedWhereItWasToGoOn(int status) {
        clean(status, session);
        assertThat(asked).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%s here", "http://[%s", "http://me:%s@nowhere.example/x?token=%s", "ftp://%s", "mailto:%s"})
    void anUploadThatGoesOnWhereNobodyIs(String place) {
        clean(500, place.replace("%s", marks.token("token of an upload")));
    }

    private void clean(int status, String location) {
        try (Overheard ears = new Overheard()) {
            Throwable failed = upload(status, location);
            assertThat(failed).hasMessageContaining("gd9: ");
            leaks.in("the failure", failed).in("the log", ears.heard());
        }
        assertThat(leaks.found()).isEmpty();
    }
}
