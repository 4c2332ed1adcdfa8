package io.jenkins.plugins.greyrelease.jenkins.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.jenkins.release.VersionsInService;
import io.jenkins.plugins.greyrelease.jenkins.release.VersionsInService.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionsMarkupTest {

    private static String markup(Place... places) {
        return VersionsMarkup.of(new VersionsInService(List.of(places)), "shop/cart");
    }

    private static Place place(String image, String run, String remark) {
        return new Place("cart", "shop", "gd9-a", image, "x7f2a", run, "2026-01-05T08:10:00Z", remark);
    }

    @Test
    void namesVersionPlaceAndTheRunThatReleasedIt() {
        assertThat(markup(place("cart:2.0", "shop/cart#12", "")))
                .contains("cart:2.0", "gd9-a, shop", "href=\"12/grey-release/\"", "#12", "2026-01-05")
                .doesNotContain("style=", "<script");
    }

    @Test
    void aVersionThatNobodyKnowsIsNotMadeUp() {
        assertThat(markup(place("", "shop/cart#12", "release x7f2a was taken back: as before it")))
                .contains("not known", "release x7f2a was taken back");
    }

    @Test
    void runsOfTheJobsFormerNameAreNotLinked() {
        assertThat(markup(place("cart:2.0", "old/cart#12", ""))).doesNotContain("href");
    }

    @Test
    void namesAreEscaped() {
        assertThat(markup(place("<script>alert(1)</script>", "shop/cart#1", "<b>")))
                .doesNotContain("<script>", "<b>");
    }

    @Test
    void nothingIsShownOfNothing() {
        assertThat(markup()).isEmpty();
    }
}
