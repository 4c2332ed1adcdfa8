package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.harbor.Severity;
import io.jenkins.plugins.greyrelease.harbor.Wish.Via;
import io.jenkins.plugins.greyrelease.image.ImageRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HarborSyncArgsTest {

    @Test
    void hasTheDefaultsOfTheDesign() {
        assertThat(HarborSyncArgs.from(Map.of("image", "harbor.test.example/shop/cart:1.4", "to", "gd9")))
                .isEqualTo(new HarborSyncArgs(
                        ImageRef.of("harbor.test.example/shop/cart:1.4"),
                        List.of("gd9"),
                        Via.AUTO,
                        Duration.ofHours(1),
                        Optional.empty(),
                        false));
    }

    @Test
    void takesWordsOfAnyCase() {
        HarborSyncArgs args = HarborSyncArgs.from(Map.of(
                "image",
                "harbor.test.example/shop/cart:1.4",
                "to",
                List.of("gd9", "bj1"),
                "via",
                "Copy",
                "timeout",
                "90s",
                "maxSeverity",
                "High",
                "signed",
                true));

        assertThat(args.via()).isEqualTo(Via.COPY);
        assertThat(args.timeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(args.maxSeverity()).contains(Severity.HIGH);
        assertThat(args.signed()).isTrue();
        assertThat(args.clusters()).isEmpty();
    }

    @Test
    void saysAllThatIsWrong() {
        assertThatThrownBy(() -> HarborSyncArgs.from(Map.of(
                        "image",
                        "harbor.test.example/shop/cart",
                        "to",
                        List.of("gd9", "gd9"),
                        "via",
                        "copied",
                        "timeout",
                        0,
                        "maxSeverity",
                        "awful",
                        "sign",
                        true)))
                .hasMessageContaining("harborSync: 6 problems")
                .hasMessageContaining("image: 'harbor.test.example/shop/cart': must have a tag or a digest")
                .hasMessageContaining("to: ")
                .hasMessageContaining("names 'gd9' twice")
                .hasMessageContaining("via: 'copied': must be 'auto' or 'replication' or 'copy'")
                .hasMessageContaining("timeout: 0: must be more than 0")
                .hasMessageContaining("maxSeverity: 'awful': must be 'none' or")
                .hasMessageContaining("did you mean 'signed'?");
        assertThatThrownBy(() -> HarborSyncArgs.from(Map.of("image", "Not An Image")))
                .hasMessageContaining("image: 'Not An Image': must be an image")
                .hasMessageContaining("to: is missing");
    }
}
