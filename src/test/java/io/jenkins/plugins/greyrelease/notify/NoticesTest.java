package io.jenkins.plugins.greyrelease.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.kube.FleetSpec.NotifySpec;
import io.jenkins.plugins.greyrelease.notify.Notice.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NoticesTest {
    static final Notice BATCH = new Notice(
            "shop/cart/4fk2s/batch-done/gd9-a/1",
            Instant.parse("2026-11-21T20:15:04.512Z"),
            Kind.BATCH_DONE,
            new Notice.Run("shop/release#12", "https://jenkins.example/job/shop/job/release/12/"),
            Optional.of(new Notice.Subject("4fk2s", "cart", "shop", "harbor.example/cart@sha256:00")),
            List.of("gd9-a"),
            1,
            3,
            "",
            "check of batch 1\npassed");

    @Test
    void theBodyIsWhatTheDocumentationShows() {
        assertThat(new String(NoticeJson.body(BATCH), StandardCharsets.UTF_8))
                .isEqualTo("{\"version\":1,\"id\":\"shop/cart/4fk2s/batch-done/gd9-a/1\",\"event\":\"batch-done\","
                        + "\"at\":\"2026-11-21T20:15:04Z\",\"text\":\"check of batch 1 passed\","
                        + "\"run\":{\"id\":\"shop/release#12\","
                        + "\"url\":\"https://jenkins.example/job/shop/job/release/12/\"},"
                        + "\"release\":{\"id\":\"4fk2s\",\"app\":\"cart\",\"namespace\":\"shop\","
                        + "\"image\":\"harbor.example/cart@sha256:00\"},"
                        + "\"clusters\":[\"gd9-a\"],\"batch\":1,\"batches\":3}");
    }

    @Test
    void whatHasNothingToSayIsLeftOut() {
        Notice bare = new Notice(
                "x",
                BATCH.at(),
                Kind.TEST,
                new Notice.Run("grey 1", ""),
                Optional.empty(),
                List.of(),
                0,
                0,
                "",
                "hello");
        assertThat(new String(NoticeJson.body(bare), StandardCharsets.UTF_8))
                .isEqualTo("{\"version\":1,\"id\":\"x\",\"event\":\"test\",\"at\":\"2026-11-21T20:15:04Z\","
                        + "\"text\":\"hello\",\"run\":{\"id\":\"grey 1\"}}");
    }

    /** The same comes of {@code printf '1700000000.{"version":1}' | openssl dgst -sha256 -hmac s3cret}. */
    @Test
    void theSignatureIsThatOfOpenssl() {
        byte[] body = "{\"version\":1}".getBytes(StandardCharsets.UTF_8);
        Instant at = Instant.ofEpochSecond(1_700_000_000).plusMillis(900);
        assertThat(Signature.of("s3cret", at, body)).isEqualTo("t=1700000000,v1=" + Signature.EXAMPLE);
        assertThat(Signature.of("other", at, body)).doesNotContain(Signature.EXAMPLE);
        assertThat(Signature.of("s3cret", at.plusSeconds(1), body)).doesNotContain(Signature.EXAMPLE);
    }

    @Test
    void aFleetCanNameEveryEventButTheTest() {
        List<String> words = Arrays.stream(Kind.values())
                .filter(kind -> kind != Kind.TEST)
                .map(Kind::word)
                .toList();
        assertThat(NotifySpec.EVENTS).isEqualTo(words);
        assertThat(words)
                .allSatisfy(
                        word -> assertThat(Kind.of(word).orElseThrow().word()).isEqualTo(word));
        assertThat(Kind.of("batch")).isEmpty();
    }

    @Test
    void aLongTextIsCutToOneLine() {
        Notice long_ = new Notice(
                "x",
                BATCH.at(),
                Kind.FAILED,
                BATCH.run(),
                Optional.empty(),
                List.of(),
                0,
                0,
                "",
                "a\tb\n".repeat(2_000));
        assertThat(long_.text())
                .hasSize(2_001)
                .startsWith("a b a b")
                .endsWith("…")
                .doesNotContain("\n");
    }
}
