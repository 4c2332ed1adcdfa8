package io.jenkins.plugins.greyrelease.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.http.HttpFailure.Reason;
import io.jenkins.plugins.greyrelease.http.LiveClients;
import io.jenkins.plugins.greyrelease.rehearsal.registry.SampleImage;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real client, two real registries, one the upstream of the other, and what skopeo says of them. */
class RealRegistryTest {
    private static final String REPO = "shop/cart";
    private static final int CHUNK = 400_000;
    private static final LiveScheduler SCHEDULER = new LiveScheduler(2, failure -> {});

    @TempDir
    static Path folder;

    private static DebianRegistry test;
    private static DebianRegistry gd9;

    private final HttpClient transport = LiveClients.of(HttpClient.newBuilder(), Optional.empty());
    private final SampleImage image = SampleImage.index("real", List.of("amd64", "arm64"), 1_000_000, 90_000);
    private final Digest digest = Digest.of(image.digest());

    @BeforeAll
    static void start() throws Exception {
        DebianRegistry.orSkip(RealRegistryTest.class);
        test = DebianRegistry.start(Files.createDirectory(folder.resolve("test")));
        gd9 = DebianRegistry.start(Files.createDirectory(folder.resolve("gd9")));
    }

    @AfterAll
    static void stop() {
        for (DebianRegistry each : new DebianRegistry[] {test, gd9}) {
            if (each != null) {
                each.close();
            }
        }
        SCHEDULER.close();
    }

    private Registry client(DebianRegistry registry, String name, HttpClient through, String password) {
        return registry.client(name, through, SCHEDULER, password, CHUNK);
    }

    private Registry client(DebianRegistry registry, String name) {
        return client(registry, name, transport, DebianRegistry.PASSWORD);
    }

    private static <T> T end(CompletableFuture<T> future) throws Exception {
        return future.get(1, TimeUnit.MINUTES);
    }

    private static void upload(Registry registry, String repository, byte[] blob) throws Exception {
        Descriptor descriptor = Descriptor.of("", Digest.sha256(blob), blob.length);
        BlobSource source = new StreamSource(() -> new ByteArrayInputStream(blob), Runnable::run);
        end(registry.upload(repository, descriptor, source, UploadListener.NONE));
    }

    private void push(Registry registry, String repository) throws Exception {
        for (byte[] blob : image.blobs()) {
            upload(registry, repository, blob);
        }
        for (SampleImage.Part part : image.manifests()) {
            Manifest manifest = Manifest.of(part.type(), part.content());
            end(registry.put(repository, manifest.digest().toString(), manifest));
        }
        SampleImage.Part last = image.manifests().get(image.manifests().size() - 1);
        end(registry.put(repository, "1.0", Manifest.of(last.type(), last.content())));
    }

    private static String seen(DebianRegistry registry, String image) throws Exception {
        return registry.skopeo(
                        "skopeo",
                        "inspect",
                        "--tls-verify=false",
                        "--creds=" + DebianRegistry.USER + ":" + DebianRegistry.PASSWORD,
                        "--override-arch=amd64",
                        "--override-os=linux",
                        "--format={{.Digest}}",
                        "docker://" + registry.host() + "/" + image)
                .strip();
    }

    @Test
    void anImageIsCopiedToAnotherRegistryAndSkopeoSeesTheSameDigestInBoth() throws Exception {
        Registry from = client(test, "test");
        Registry to = client(gd9, "gd9");
        push(from, REPO);
        CopyTask task = new CopyTask(REPO, digest, List.of("1.0"), List.of(), true);
        CopyPlan plan = CopyPlan.of("test", List.of("gd9"), Map.of("gd9", "test"));
        Spreader<Copied> spreader =
                new Spreader<>(plan, 2, link -> new ImageCopy(from, to, SCHEDULER, 2).copy(task, progress -> {}));

        Outcome<Copied> first = end(spreader.run()).get(0);
        assertThat(first)
                .isInstanceOfSatisfying(Outcome.Done.class, done -> assertThat(((Copied) done.result()).bytes())
                        .isEqualTo(image.size()));
        assertThat(end(Proof.of(to, REPO, digest)).missing()).isEmpty();
        assertThat(seen(test, REPO + ":1.0")).isEqualTo(image.digest());
        assertThat(seen(gd9, REPO + ":1.0")).isEqualTo(image.digest());
        assertThat(seen(gd9, REPO + "@" + image.digest())).isEqualTo(image.digest());

        Outcome<Copied> second = end(spreader.run()).get(0);
        assertThat(second).isInstanceOfSatisfying(Outcome.Done.class, done -> {
            assertThat(((Copied) done.result()).bytes()).isZero();
            assertThat(((Copied) done.result()).manifests()).isZero();
        });
        assertThat(end(to.tags(REPO))).containsExactly("1.0");
    }

    @Test
    void aBlobIsMountedFromAnotherRepository() throws Exception {
        Registry registry = client(test, "test");
        push(registry, "base/java");
        Digest blob = Digest.sha256(image.blobs().get(1));
        assertThat(end(registry.mount("shop/mounted", blob, "base/java"))).isTrue();
        assertThat(end(registry.has("shop/mounted", blob))).isTrue();
        assertThat(end(registry.mount("shop/mounted", Digest.sha256(new byte[] {1}), "base/java")))
                .isFalse();
    }

    @Test
    void anUploadThatIsCutAtAnyChunkArrives() throws Exception {
        byte[] layer = image.blobs().get(1);
        for (int chunk = 0; chunk <= layer.length / CHUNK; chunk++) {
            Scissors scissors = new Scissors(transport, chunk);
            Registry registry = client(gd9, "gd9", scissors, DebianRegistry.PASSWORD);
            String repository = "cut/chunk" + chunk;
            upload(registry, repository, layer);
            assertThat(scissors.patches()).isGreaterThan(layer.length / CHUNK);
            assertThat(end(registry.has(repository, Digest.sha256(layer)))).isTrue();
        }
    }

    @Test
    void aWrongPasswordIsSaid() {
        Registry stranger = client(test, "test", transport, "wrong");
        assertThat(stranger.resolve(REPO, "1.0"))
                .failsWithin(Duration.ofMinutes(1))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOfSatisfying(HttpFailure.class, failure -> assertThat(failure.reason())
                        .isEqualTo(Reason.UNAUTHORIZED))
                .withMessageContaining("check the credentials that are configured for registry test");
    }
}
