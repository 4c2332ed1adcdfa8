package io.jenkins.plugins.greyrelease.harbor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.harbor.Policy.Filter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PolicyTest {

    @Test
    void bringsWhatItsNameFilterMatches() {
        assertThat(policy(new Filter("name", "shop/**", false)).brings("shop/web/cart", List.of()))
                .isTrue();
        assertThat(policy(new Filter("name", "shop/*", false)).brings("shop/web/cart", List.of()))
                .isFalse();
        assertThat(policy(new Filter("name", "{shop,base}/cart", false)).brings("base/cart", List.of()))
                .isTrue();
        assertThat(policy(new Filter("name", "[", false)).brings("shop/cart", List.of()))
                .as("a pattern that cannot be read")
                .isFalse();
        assertThat(policy().brings("shop/cart", List.of())).isTrue();
    }

    @Test
    void bringsAnImageWithoutTagsOnlyPastAPatternThatMatchesNothing() {
        assertThat(policy(new Filter("tag", "**", false)).brings("shop/cart", List.of()))
                .isTrue();
        assertThat(policy(new Filter("tag", "1.*", false)).brings("shop/cart", List.of()))
                .isFalse();
        assertThat(policy(new Filter("tag", "1.*", false)).brings("shop/cart", List.of("latest", "1.4")))
                .isTrue();
        assertThat(policy(new Filter("tag", "*-rc", true)).brings("shop/cart", List.of("1-rc")))
                .isFalse();
    }

    @Test
    void doesNotCountWhereLabelsDecideOrItIsOff() {
        assertThat(policy(new Filter("label", "[released]", false)).brings("shop/cart", List.of()))
                .isFalse();
        Policy off = new Policy(1, "off", false, Optional.empty(), Optional.of("https://x"), "", -1, List.of());
        assertThat(off.brings("shop/cart", List.of())).isFalse();
    }

    @Test
    void knowsWhereAnotherNamespacePutsARepository() {
        assertThat(at("prod", 1).target("team/shop/cart")).isEqualTo("prod/shop/cart");
        assertThat(at("prod", -1).target("team/shop/cart")).isEqualTo("prod/cart");
        assertThat(at("prod", 0).target("team/cart")).isEqualTo("prod/team/cart");
        assertThat(at("shop", -1).brings("shop/cart", List.of())).isTrue();
        assertThat(at("prod", -1).brings("shop/cart", List.of()))
                .as("it would be at another path")
                .isFalse();
    }

    @Test
    void knowsAnAddressHoweverItIsWritten() {
        Policy policy =
                new Policy(1, "p", true, Optional.empty(), Optional.of("HTTPS://Gd9.Example:443/"), "", -1, List.of());

        assertThat(policy.goesTo("https://gd9.example")).isTrue();
        assertThat(policy.goesTo("https://gd9.example:8443")).isFalse();
        assertThat(policy.comesFrom("https://gd9.example")).isFalse();
    }

    private static Policy policy(Filter... filters) {
        return new Policy(1, "p", true, Optional.empty(), Optional.of("https://x"), "", -1, List.of(filters));
    }

    private static Policy at(String namespace, int replaced) {
        return new Policy(1, "p", true, Optional.empty(), Optional.of("https://x"), namespace, replaced, List.of());
    }
}
