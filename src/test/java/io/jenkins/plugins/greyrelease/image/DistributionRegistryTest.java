package io.jenkins.plugins.greyrelease.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.http.HttpFailure.Reason;
import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.rehearsal.registry.Account;
import io.jenkins.plugins.greyrelease.rehearsal.registry.RegistryNet.Speed;
import io.jenkins.plugins.greyrelease.rehearsal.registry.SampleImage;
import io.jenkins.plugins.greyrelease.rehearsal.registry.StandInRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DistributionRegistryTest {
    private static final String REPO = "shop/cart";

    private final Stage stage = new Stage();
    private final StandInRegistry there = stage.add("test");
    private final Registry registry = stage.client(there);
    private final byte[] content = content(5_300);
    private final Digest digest = Digest.sha256(content);
    private final Descriptor blob = Descriptor.of("application/octet-stream", digest, content.length);

    private static byte[] content(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + i / 256);
        }
        return bytes;
    }

    private static BlobSource source(byte[] bytes) {
        return new StreamSource(() -> new java.io.ByteArrayInputStream(bytes), Runnable::run);
    }

    private CompletableFuture<Void> upload() {
        return registry.upload(REPO, blob, source(content), UploadListener.NONE);
    }

    @Test
    void aTagIsResolvedToItsDigestWithoutReadingTheManifest() {
        SampleImage image = SampleImage.of("one", 100);
        there.put(REPO, "1.0", image);
        Optional<Descriptor> found = stage.end(registry.resolve(REPO, "1.0"));
        assertThat(found).get().extracting(Descriptor::digest).hasToString(image.digest());
        assertThat(found.get().size()).isEqualTo(image.manifests().get(0).content().length);
        assertThat(stage.end(registry.resolve(REPO, "2.0"))).isEmpty();
        assertThat(stage.end(registry.resolve("shop/other", "1.0"))).isEmpty();
    }

    @Test
    void aManifestIsReadAndWrittenByteForByte() {
        SampleImage image = SampleImage.index("two", List.of("amd64", "arm64"), 10);
        there.put(REPO, "1.0", image);
        Manifest index = stage.end(registry.manifest(REPO, "1.0"));
        assertThat(index.digest()).hasToString(image.digest());
        assertThat(index.isIndex()).isTrue();
        assertThat(index.manifests())
                .extracting(each -> each.platform().orElseThrow().toString())
                .containsExactly("linux/amd64", "linux/arm64");
        stage.end(registry.put(REPO, "stable", index));
        assertThat(there.digest(REPO, "stable")).contains(image.digest());
    }

    @Test
    void aBlobIsReadInPiecesOfTheWantedSizeFromAnyPlace() {
        stage.end(upload());
        List<Integer> sizes = new ArrayList<>();
        BlobReader reader = stage.end(registry.blob(REPO, digest).open(1300));
        int position = 1300;
        ByteBuffer part = stage.end(reader.next(1500));
        while (part.hasRemaining()) {
            sizes.add(part.remaining());
            for (int i = 0; i < sizes.get(sizes.size() - 1); i++) {
                assertThat(part.get()).isEqualTo(content[position++]);
            }
            part = stage.end(reader.next(1500));
        }
        assertThat(sizes).containsExactly(1500, 1500, 1000);
    }

    @Test
    void aSlowLinkIsWaitedForAsLongAsBytesCome() {
        byte[] large = content(700_000);
        Descriptor slow = Descriptor.of("", Digest.sha256(large), large.length);
        stage.end(registry.upload(REPO, slow, source(large), UploadListener.NONE));
        // a piece of 256 KiB takes 52 s, all of it 140 s
        stage.net.speed("us", "test", new Speed(Duration.ofMillis(5), 5_000));
        stage.net.traffic().reset();
        BlobReader reader = stage.end(registry.blob(REPO, slow.digest()).open(0));
        assertThat(stage.end(reader.next(large.length)).remaining()).isEqualTo(large.length);
        assertThat(stage.traffic(there).down()).isEqualTo(large.length);
        // 87 s for a piece are too long
        stage.net.speed("us", "test", new Speed(Duration.ofMillis(5), 3_000));
        BlobReader stalled = stage.end(registry.blob(REPO, slow.digest()).open(0));
        assertThat(stage.failure(stalled.next(large.length))).hasMessageContaining("no bytes within 60 s");
    }

    @Test
    void aBlobIsUploadedInChunksAndItsProgressTold() {
        List<Long> arrived = new ArrayList<>();
        stage.end(registry.upload(REPO, blob, source(content), arrived::add));
        assertThat(there.blobs(REPO)).containsExactly(digest.toString());
        assertThat(arrived).containsExactly(1000L, 1000L, 1000L, 1000L, 1000L, 300L);
        assertThat(stage.traffic(there).up()).isEqualTo(content.length);
        assertThat(stage.end(registry.has(REPO, digest))).isTrue();
    }

    @Test
    void aSmallBlobGoesWithTheRequestThatEndsItsUpload() {
        byte[] small = content(700);
        Descriptor one = Descriptor.of("", Digest.sha256(small), small.length);
        stage.end(registry.has(REPO, one.digest()));
        int before = stage.traffic(there).requests();
        stage.end(registry.upload(REPO, one, source(small), UploadListener.NONE));
        // a token to push, the session, the blob
        assertThat(stage.traffic(there).requests() - before).isEqualTo(3);
        assertThat(there.blobs(REPO)).containsExactly(one.digest().toString());
    }

    @Test
    void anEmptyBlobIsABlob() {
        Descriptor none = Descriptor.of("", Digest.sha256(new byte[0]), 0);
        stage.end(registry.upload(REPO, none, source(new byte[0]), UploadListener.NONE));
        assertThat(there.blobs(REPO)).containsExactly(none.digest().toString());
    }

    @Test
    @Scenario("blob upload cut at every chunk")
    void whereAChunkIsCutTheUploadGoesOnFromWhatHasArrived() {
        for (int chunk = 0; chunk < 6; chunk++) {
            Stage fresh = new Stage();
            StandInRegistry cut = fresh.add("test");
            cut.faults().cutUpload(chunk, false);
            List<Long> arrived = new ArrayList<>();
            fresh.end(fresh.client(cut).upload(REPO, blob, source(content), arrived::add));
            assertThat(cut.blobs(REPO)).as("cut chunk " + chunk).containsExactly(digest.toString());
            // half of the chunk had arrived, and was not sent again
            assertThat(fresh.traffic(cut).up()).as("cut chunk " + chunk).isEqualTo(content.length);
            assertThat(arrived.stream().mapToLong(Long::longValue).sum()).isEqualTo(content.length);
        }
    }

    @Test
    void aSmallBlobThatWasCutGoesOnToo() {
        byte[] small = content(700);
        Descriptor one = Descriptor.of("", Digest.sha256(small), small.length);
        for (boolean sessionLost : new boolean[] {false, true}) {
            Stage fresh = new Stage();
            StandInRegistry cut = fresh.add("test");
            cut.faults().cutUpload(0, sessionLost);
            fresh.end(fresh.client(cut).upload(REPO, one, source(small), UploadListener.NONE));
            assertThat(cut.blobs(REPO)).containsExactly(one.digest().toString());
            assertThat(fresh.traffic(cut).up()).isEqualTo(sessionLost ? 1050 : 700);
        }
    }

    @Test
    void whereTheSessionIsGoneTooTheUploadBeginsAnew() {
        there.faults().cutUpload(3, true);
        List<Long> arrived = new ArrayList<>();
        stage.end(registry.upload(REPO, blob, source(content), arrived::add));
        assertThat(there.blobs(REPO)).containsExactly(digest.toString());
        assertThat(arrived).containsExactly(1000L, 1000L, 1000L, -3000L, 1000L, 1000L, 1000L, 1000L, 1000L, 300L);
    }

    @Test
    void otherBytesThanTheDigestSaysAreNeverFinished() {
        byte[] damaged = content.clone();
        damaged[4000]++;
        HttpFailure failure = stage.failure(registry.upload(REPO, blob, source(damaged), UploadListener.NONE));
        assertThat(failure).hasMessageContaining("other bytes than its digest says");
        HttpFailure tooShort = stage.failure(registry.upload(REPO, blob, source(content(5_000)), UploadListener.NONE));
        assertThat(tooShort).hasMessageContaining("other bytes than its digest says");
        assertThat(there.blobs(REPO)).isEmpty();
    }

    @Test
    void aBlobOfAnotherRepositoryIsMountedForNothing() {
        stage.end(upload());
        stage.net.traffic().reset();
        assertThat(stage.end(registry.mount("shop/other", digest, REPO))).isTrue();
        assertThat(there.blobs("shop/other")).containsExactly(digest.toString());
        assertThat(stage.traffic(there).up()).isZero();
        there.faults().refuseMounts(true);
        assertThat(stage.end(registry.mount("shop/third", digest, REPO))).isFalse();
    }

    @Test
    @Scenario("registry answers 401 after an hour")
    void aTokenThatIsNotGoodAnyMoreIsFetchedAnewInTheMiddleOfAnUpload() {
        there.faults().tokenLife(Duration.ofHours(1));
        stage.end(registry.has(REPO, digest));
        stage.end(registry.upload(REPO, blob, slow(Duration.ofMinutes(25)), UploadListener.NONE));
        assertThat(there.blobs(REPO)).containsExactly(digest.toString());
        assertThat(stage.time.elapsed()).isGreaterThan(Duration.ofMinutes(120));
        assertThat(stage.traffic(there).up()).isEqualTo(content.length);
    }

    /** Gives each chunk after a while. */
    private BlobSource slow(Duration each) {
        return from -> source(content).open(from).thenApply(reader -> new BlobReader() {
            @Override
            public CompletableFuture<ByteBuffer> next(int most) {
                CompletableFuture<ByteBuffer> later = new CompletableFuture<>();
                stage.time.after(each, () -> later.complete(reader.next(most).join()));
                return later;
            }

            @Override
            public void close() {
                reader.close();
            }
        });
    }

    @Test
    void aTokenIsNotBelievedToTheEndWhereTheRegistryForgetsItBefore() {
        stage.end(registry.has(REPO, digest));
        there.forgetTokens();
        assertThat(stage.end(registry.has(REPO, digest))).isFalse();
    }

    @Test
    @Scenario("registry quota")
    void aQuotaIsSaidAndNothingIsTriedAgain() {
        there.faults().quota("shop", 2_000);
        HttpFailure failure = stage.failure(upload());
        assertThat(failure.reason()).isEqualTo(Reason.QUOTA);
        assertThat(failure)
                .hasMessageStartingWith("registry test: end the upload of blob " + digest + " of shop/cart: 403 DENIED")
                .hasMessageContaining("upper limit of 2000 B")
                .hasMessageEndingWith("make room in registry test, or raise its quota");
        assertThat(stage.traffic(there).up()).isEqualTo(content.length);
    }

    @Test
    @Scenario("robot without push right")
    void aRobotWithoutTheRightToPushIsToldWhichRightItNeeds() {
        StandInRegistry readers =
                stage.net.add("prod", "https://prod.example").with(Account.reader("reader", Stage.SECRET));
        Registry reader = stage.client(readers, new Login.Basic("reader", Stage.SECRET));
        HttpFailure failure = stage.failure(reader.upload(REPO, blob, source(content), UploadListener.NONE));
        assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(failure)
                .hasMessageStartingWith("registry prod: begin to upload blob " + digest)
                .hasMessageContaining("401 UNAUTHORIZED unauthorized to access repository: shop/cart, action: push")
                .hasMessageEndingWith(
                        "give the account that is configured for registry prod the right to push to shop/cart");
    }

    @Test
    void aWrongPasswordIsSaidWithoutThePassword() {
        Registry wrong = stage.client(there, new Login.Basic("robot$release", "not-the-secret"));
        HttpFailure failure = stage.failure(wrong.resolve(REPO, "1.0"));
        assertThat(failure.reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(failure)
                .hasMessageContaining("get a token to pull from shop/cart: 401")
                .hasMessageEndingWith("check the credentials that are configured for registry test")
                .hasMessageNotContaining("not-the-secret");
    }

    @Test
    void whoIsNobodyIsToldToConfigureCredentials() {
        HttpFailure failure =
                stage.failure(stage.client(there, new Login.Anonymous()).resolve(REPO, "1.0"));
        assertThat(failure)
                .hasMessageEndingWith("configure credentials for registry test that may pull from shop/cart");
    }

    @Test
    void aRegistryThatIsDownForAWhileIsWaitedFor() {
        there.faults().cutUpload(2, false);
        stage.time.after(Duration.ofMillis(30), () -> there.faults().down(true));
        stage.time.after(Duration.ofSeconds(40), () -> there.faults().down(false));
        stage.end(upload());
        assertThat(there.blobs(REPO)).containsExactly(digest.toString());
    }

    @Test
    void aRegistryThatAsksForAPauseInTheMiddleOfAnUploadGetsIt() {
        stage.time.after(
                Duration.ofMillis(45), () -> there.faults().refuse(1, 429, Optional.of(Duration.ofSeconds(90))));
        stage.end(upload());
        assertThat(there.blobs(REPO)).containsExactly(digest.toString());
        assertThat(stage.time.elapsed()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(95));
        assertThat(stage.traffic(there).up()).isEqualTo(content.length);
    }

    @Test
    void aRegistryThatStaysDownIsGivenUpAndSaid() {
        there.faults().down(true);
        HttpFailure failure = stage.failure(upload());
        assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(failure)
                .hasMessageContaining("no connection to test.example")
                .hasMessageEndingWith("check address, network and proxy of registry test");
    }

    @Test
    void allPagesOfTagsAreRead() {
        SampleImage image = SampleImage.of("one", 1);
        for (int i = 0; i < 2_500; i++) {
            there.put(REPO, "t" + i, image);
        }
        assertThat(stage.end(registry.tags(REPO))).hasSize(2_500).doesNotHaveDuplicates();
        assertThat(stage.end(registry.tags("shop/none"))).isEmpty();
    }

    @Test
    void signaturesAreFoundByTheirTag() {
        SampleImage image = SampleImage.of("one", 1);
        there.put(REPO, "1.0", image);
        assertThat(stage.end(registry.referrers(REPO, Digest.of(image.digest()))))
                .isEmpty();
        there.put(REPO, SampleImage.signatureTag(image.digest()), SampleImage.signature(image.digest()));
        assertThat(stage.end(registry.referrers(REPO, Digest.of(image.digest()))))
                .singleElement()
                .matches(Referrer::signature);
    }
}
