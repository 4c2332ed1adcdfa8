package io.jenkins.plugins.greyrelease.image.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.image.Digest;
import io.jenkins.plugins.greyrelease.image.build.BaseImages.Version;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BaseVersionsTest {
    private static Digest digest(String seed) {
        return Digest.sha256(seed.getBytes(StandardCharsets.UTF_8));
    }

    private static Version tagged(String tag) {
        return new Version(digest(tag), List.of(tag), false, Instant.EPOCH);
    }

    private static Version released(String digestOf) {
        return new Version(digest(digestOf), List.of(), true, Instant.EPOCH);
    }

    private static List<String> order(String... tags) {
        return BaseVersions.of(Arrays.stream(tags).map(BaseVersionsTest::tagged).toList()).oldestFirst().stream()
                .map(Version::shown)
                .toList();
    }

    @Test
    void numbersInTagsCountAsNumbers() {
        assertThat(order("10.1.10", "10.1.9", "9.0.1", "10.1.09-b"))
                .containsExactly("9.0.1", "10.1.9", "10.1.09-b", "10.1.10");
        assertThat(order("v2", "2", "v10")).containsExactly("2", "v2", "v10");
    }

    @Test
    void whereAllSayWhenTheyWereCreatedThatIsTheirOrder() {
        Version feature = new Version(digest("a"), List.of("zz"), false, Instant.ofEpochSecond(10));
        Version fix = new Version(digest("b"), List.of("aa"), true, Instant.ofEpochSecond(20));
        BaseVersions both = BaseVersions.of(List.of(fix, feature));
        assertThat(both.oldestFirst()).containsExactly(feature, fix);
        assertThat(both.behind(feature.digest())).hasValue(1);
        Version undated = new Version(digest("c"), List.of("mm"), false, Instant.EPOCH);
        assertThat(BaseVersions.of(List.of(feature, undated, fix)).oldestFirst())
                .extracting(Version::shown)
                .containsExactly("aa", "mm", "zz");
    }

    @Test
    void theReleasedVersionIsTheOneWhoseDigestTheTagHas() {
        BaseVersions all = BaseVersions.of(
                List.of(tagged("10.1.1"), tagged("10.1.2"), tagged("10.1.3"), tagged("10.1.4"), released("10.1.3")));
        assertThat(all.oldestFirst()).hasSize(4);
        assertThat(all.released().orElseThrow().shown()).isEqualTo("10.1.3");
        assertThat(all.behind(digest("10.1.1"))).hasValue(2);
        assertThat(all.behind(digest("10.1.3"))).hasValue(0);
        assertThat(all.behind(digest("10.1.4"))).hasValue(-1);
        assertThat(all.behind(digest("10.1.0"))).isEmpty();
        assertThat(BaseVersions.of(List.of(tagged("1"))).behind(digest("1"))).isEmpty();
    }

    @Test
    void aReleasedVersionThatHasLostItsTagIsNamedByItsDigest() {
        assertThat(BaseVersions.of(List.of(released("1")))
                        .released()
                        .orElseThrow()
                        .shown())
                .isEqualTo(digest("1").shown());
    }

    @Test
    void onlyRepositoriesUnderBaseAreThoseOfATypesBaseImages() {
        assertThat(BaseImages.type("shop/base/tomcat")).contains("tomcat");
        assertThat(BaseImages.type("base/php/fpm")).contains("php/fpm");
        assertThat(BaseImages.type("library/tomcat")).isEmpty();
        assertThat(BaseImages.type("database/mysql")).isEmpty();
    }
}
