package io.jenkins.plugins.greyrelease.jenkins.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.image.survey.BaseReport;
import io.jenkins.plugins.greyrelease.image.survey.Finding;
import io.jenkins.plugins.greyrelease.image.survey.Stand;
import io.jenkins.plugins.greyrelease.image.survey.Stand.State;
import io.jenkins.plugins.greyrelease.image.survey.Use;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BasesMarkupTest {
    private static final BaseReport REPORT = new BaseReport(
            List.of(
                    finding("gd9-a", "mail", State.RELEASED, "10.1.3", 0),
                    finding("gd9-a", "<b>cart", State.NOT_RELEASED, "10.1.1", 2),
                    finding("gd9-b", "<b>cart", State.NOT_RELEASED, "10.1.1", 2)),
            Map.of(),
            Map.of("sh2", "no answer within 30 s"));

    private final VirtualTime time = new VirtualTime();
    private final List<CompletableFuture<BaseReport>> asked = new ArrayList<>();
    private final BaseSurveys surveys = new BaseSurveys(
            () -> {
                asked.add(new CompletableFuture<>());
                return asked.get(asked.size() - 1);
            },
            time);

    private static Finding finding(String cluster, String app, State state, String version, int behind) {
        return new Finding(
                new Use(cluster, "shop", app, "app", "harbor.example/shop/cart:1@sha256:abc"),
                new Stand(state, "tomcat", version, "10.1.3", OptionalInt.of(behind), ""));
    }

    @Test
    void thoseBehindStandFirstWithTheClustersThatTheyRunIn() {
        surveys.look();
        asked.get(0).complete(REPORT);
        String page = BasesMarkup.page(surveys.look());
        assertThat(page)
                .contains("data-live=\"false\"", "10.1.1, 2 behind", "gd9-a, gd9-b", "registry sh2 did not answer")
                .contains("tomcat: 10.1.3 is released; 1 container stands on it, 2 do not (2 on 10.1.1)")
                .contains("&lt;b&gt;cart")
                .doesNotContain("<b>cart", "sha256", "style=", "<script");
        assertThat(page.indexOf("cart")).isLessThan(page.indexOf("shop/mail"));
        assertThat(BasesMarkup.json(surveys.look(), false))
                .contains("\"live\":false", "\"behind\":2", "\"clusters\":[\"gd9-a\",\"gd9-b\"]")
                .doesNotContain("\"html\"");
    }

    @Test
    void theLastSurveyIsShownWhileTheNextOneRunsAndNoTwoRunAtOnce() {
        assertThat(surveys.look().running()).isTrue();
        assertThat(BasesMarkup.page(surveys.look())).contains("Clusters and registries are being asked");
        assertThat(asked).hasSize(1);
        asked.get(0).complete(REPORT);
        assertThat(surveys.look().running()).isFalse();
        time.advance(BaseSurveys.FRESH.minus(Duration.ofSeconds(1)));
        surveys.look();
        assertThat(asked).hasSize(1);
        time.advance(Duration.ofSeconds(2));
        assertThat(surveys.look().running()).isTrue();
        assertThat(surveys.look().report()).contains(REPORT);
        assertThat(asked).hasSize(2);
    }

    @Test
    void whatWentWrongIsSaidAndTheListOfBeforeStays() {
        surveys.look();
        asked.get(0).complete(REPORT);
        time.advance(BaseSurveys.FRESH);
        surveys.look();
        asked.get(1).completeExceptionally(new IllegalStateException("the fleet has two clusters 'gd9-a'"));
        assertThat(BasesMarkup.page(surveys.look()))
                .contains("The list could not be made: the fleet has two clusters", "10.1.1, 2 behind");
    }

    @Test
    void aFleetThatCannotBeReadIsSaidToo() {
        BaseSurveys broken = new BaseSurveys(
                () -> {
                    throw new IllegalStateException("no way to gd9-a");
                },
                time);
        assertThat(broken.look().problem()).isEqualTo("no way to gd9-a");
        assertThat(broken.look().running()).isFalse();
    }
}
