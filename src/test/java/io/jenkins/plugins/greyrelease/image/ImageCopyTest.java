package io.jenkins.plugins.greyrelease.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.rehearsal.registry.SampleImage;
import io.jenkins.plugins.greyrelease.rehearsal.registry.StandInRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ImageCopyTest {
    private static final String REPO = "shop/cart";

    private final Stage stage = new Stage();
    private final StandInRegistry test = stage.add("test");
    private final StandInRegistry gd9 = stage.add("gd9");
    private final SampleImage image = SampleImage.index("cart", List.of("amd64", "arm64"), 2_500, 400);
    private final Digest digest = Digest.of(image.digest());
    private final List<CopyProgress> told = new ArrayList<>();

    ImageCopyTest() {
        test.put(REPO, "1.0", image);
    }

    private Copied copy(CopyTask task) {
        return stage.end(start(task));
    }

    private CompletableFuture<Copied> start(CopyTask task) {
        return new ImageCopy(stage.client(test), stage.client(gd9), stage.time, 2).copy(task, told::add);
    }

    private CopyTask tagged() {
        return new CopyTask(REPO, digest, List.of("1.0"), List.of(), true);
    }

    private Proof proof(StandInRegistry registry) {
        return stage.end(Proof.of(stage.client(registry), REPO, digest));
    }

    @Test
    void allPlatformsAreCopiedAndTheDigestIsReadBack() {
        Copied copied = copy(tagged());
        assertThat(gd9.digest(REPO, "1.0")).contains(image.digest());
        assertThat(copied.bytes()).isEqualTo(image.size());
        assertThat(copied.sent()).isEqualTo(6);
        assertThat(copied.manifests()).isEqualTo(4);
        assertThat(proof(gd9)).isEqualTo(new Proof(digest, List.of()));
    }

    @Test
    void progressGoesUpToTheTotalWithARate() {
        copy(tagged());
        CopyProgress last = told.get(told.size() - 1);
        assertThat(last.bytes()).isEqualTo(image.size()).isEqualTo(last.total());
        assertThat(last.rate()).isPositive();
        assertThat(told).extracting(CopyProgress::bytes).isSorted();
        assertThat(new CopyProgress(12_000_000, 40_000_000, Duration.ofMillis(4_800)))
                .hasToString("12.0 of 40.0 MB, 2.5 MB/s");
    }

    @Test
    void whatIsThereCostsNoBytes() {
        copy(tagged());
        stage.net.traffic().reset();
        Copied again = copy(tagged());
        assertThat(again.bytes()).isZero();
        assertThat(again.present()).isEqualTo(6);
        assertThat(again.manifests()).isZero();
        assertThat(stage.traffic(gd9).up()).isZero();
        assertThat(stage.traffic(test).down()).isZero();
    }

    @Test
    void aCopyThatDiedGoesOnWhenItIsRunAgain() {
        CompletableFuture<Copied> first = start(tagged());
        stage.time.runUntil(
                () -> gd9.blobs(REPO).size() == 3, stage.time.elapsed().plusSeconds(60));
        // whatever the first one still does is cut off
        gd9.faults().down(true);
        assertThat(stage.failure(first)).hasMessageStartingWith("registry gd9: ");
        gd9.faults().down(false);
        stage.net.traffic().reset();
        Copied second = copy(tagged());
        assertThat(second.present()).isGreaterThanOrEqualTo(3);
        assertThat(stage.traffic(gd9).up()).isEqualTo(second.bytes()).isLessThan(image.size());
        assertThat(proof(gd9).whole()).isTrue();
    }

    @Test
    void blobsOfAnotherRepositoryOfTheDestinationAreMounted() {
        gd9.put("base/java", "17", image);
        Copied copied = copy(new CopyTask(REPO, digest, List.of(), List.of(REPO, "base/java"), false));
        assertThat(copied.mounted()).isEqualTo(6);
        assertThat(copied.bytes()).isZero();
        assertThat(stage.traffic(gd9).up()).isZero();
        assertThat(proof(gd9).whole()).isTrue();
    }

    @Test
    @Scenario("blob mount refused")
    void whereAMountIsRefusedTheBlobIsSent() {
        gd9.put("base/java", "17", image);
        gd9.faults().refuseMounts(true);
        Copied copied = copy(new CopyTask(REPO, digest, List.of(), List.of("base/java"), false));
        assertThat(copied.mounted()).isZero();
        assertThat(copied.bytes()).isEqualTo(image.size());
        assertThat(proof(gd9).whole()).isTrue();
    }

    @Test
    @Scenario("manifest list with one platform missing")
    void aListWithoutOneOfItsPlatformsIsRefusedByName() {
        Manifest list = stage.end(stage.client(test).manifest(REPO, image.digest()));
        Digest arm = list.manifests().get(1).digest();
        test.remove(REPO, arm.toString());
        HttpFailure failure = stage.failure(start(tagged()));
        assertThat(failure)
                .hasMessageContaining("its image for linux/arm64 is missing (" + arm + ")")
                .hasMessageEndingWith("push the image again with all its platforms");
        assertThat(gd9.digest(REPO, "1.0")).isEmpty();
        assertThat(gd9.blobs(REPO)).isEmpty();
        assertThat(proof(test).missing()).containsExactly("its image for linux/arm64 (" + arm + ")");
    }

    @Test
    void signaturesGoWithTheImage() {
        test.put(REPO, SampleImage.signatureTag(image.digest()), SampleImage.signature(image.digest()));
        copy(tagged());
        assertThat(stage.end(stage.client(gd9).referrers(REPO, digest)))
                .singleElement()
                .matches(Referrer::signature);
    }

    @Test
    void aRegistryThatShowsAnImageWhoseBlobsAreGoneHasItNot() {
        copy(tagged());
        String layer = Digest.sha256(image.blobs().get(1)).toString();
        gd9.lose(REPO, layer);
        assertThat(proof(gd9).missing()).containsExactly("blob " + layer);
        Digest unknown = Digest.sha256(new byte[] {1});
        assertThat(stage.end(Proof.of(stage.client(gd9), REPO, unknown)).missing())
                .containsExactly("the image (" + unknown + ")");
    }

    @Test
    void everyBlobGoesOnceOverEachLinkOfTwoTiersAndASecondRunCostsNothing() {
        List<String> names = List.of("gd9", "bj1", "sh2", "hk", "sg");
        Map<String, String> upstreams = Map.of("bj1", "gd9", "sh2", "gd9", "hk", "gd9");
        names.stream().skip(1).forEach(stage::add);
        CopyPlan plan = CopyPlan.of("test", names, upstreams);
        assertThat(spread(plan)).allMatch(each -> each instanceof Outcome.Done);
        for (String name : names) {
            long children = plan.links().stream()
                    .filter(link -> link.from().equals(name))
                    .count();
            assertThat(stage.net.traffic().on("us", name).up()).as(name).isEqualTo(image.size());
            assertThat(stage.net.traffic().on("us", name).down()).as(name).isEqualTo(children * image.size());
        }
        assertThat(stage.traffic(test).down()).isEqualTo(2 * image.size());
        stage.net.traffic().reset();
        assertThat(spread(plan)).allMatch(each -> each instanceof Outcome.Done);
        assertThat(stage.net.traffic().amounts().values())
                .allMatch(each -> each.up() == 0 && each.down() == 0 && each.mounted() == 0);
    }

    @Test
    void aDestinationThatFailsTakesThoseBehindItAlongAndNoOthers() {
        List.of("bj1", "sh2", "hk").forEach(stage::add);
        gd9.faults().quota("shop", 1_000);
        List<Outcome<Copied>> outcomes =
                spread(CopyPlan.of("test", List.of("gd9", "bj1", "sh2", "hk"), Map.of("bj1", "gd9", "hk", "bj1")));
        assertThat(outcomes).hasSize(4);
        assertThat(of(outcomes, "gd9")).isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(failed.why())
                .contains("raise its quota"));
        assertThat(of(outcomes, "sh2")).isInstanceOf(Outcome.Done.class);
        assertThat(of(outcomes, "bj1"))
                .isInstanceOfSatisfying(Outcome.NotTried.class, skipped -> assertThat(skipped.because())
                        .isEqualTo("gd9"));
        assertThat(of(outcomes, "hk"))
                .isInstanceOfSatisfying(Outcome.NotTried.class, skipped -> assertThat(skipped.because())
                        .isEqualTo("gd9"));
    }

    @Test
    void noMoreLinksThanAllowedAreDoneAtOnce() {
        List<CompletableFuture<String>> begun = new ArrayList<>();
        CopyPlan plan = CopyPlan.of("test", List.of("a", "b", "c"), Map.of());
        CompletableFuture<List<Outcome<String>>> all = new Spreader<String>(plan, 2, link -> {
                    begun.add(new CompletableFuture<>());
                    return begun.get(begun.size() - 1);
                })
                .run();
        assertThat(begun).hasSize(2);
        begun.get(1).complete("second");
        assertThat(begun).hasSize(3);
        begun.get(0).complete("first");
        begun.get(2).completeExceptionally(new IllegalStateException("no"));
        assertThat(all.join()).extracting(each -> each.link().to()).containsExactly("a", "b", "c");
        assertThat(all.join().get(2)).isInstanceOf(Outcome.Failed.class);
    }

    private List<Outcome<Copied>> spread(CopyPlan plan) {
        return stage.end(
                new Spreader<>(plan, 3, link -> new ImageCopy(registry(link.from()), registry(link.to()), stage.time, 2)
                                .copy(tagged(), told::add))
                        .run());
    }

    private Registry registry(String name) {
        return stage.client(stage.net.named(name).orElseThrow());
    }

    private static Outcome<Copied> of(List<Outcome<Copied>> outcomes, String name) {
        return outcomes.stream()
                .filter(each -> each.link().to().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
