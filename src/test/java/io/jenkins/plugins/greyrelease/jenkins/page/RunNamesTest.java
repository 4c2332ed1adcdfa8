package io.jenkins.plugins.greyrelease.jenkins.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunNamesTest {

    @Test
    void aRunInFoldersIsNamedAndFound() {
        assertThat(RunNames.job("shop/web site/cart#12")).isEqualTo("shop/web site/cart");
        assertThat(RunNames.name("shop/web site/cart#12")).isEqualTo("shop » web site » cart #12");
        assertThat(RunNames.url("shop/web site/cart#12")).isEqualTo("/job/shop/job/web%20site/job/cart/12/");
        assertThat(RunNames.page("cart", "cart#3").link()).isEqualTo("../job/cart/3/grey-release/");
    }

    @Test
    void aBranchKeepsItsEncodedSlash() {
        assertThat(RunNames.url("cart/feature%2Fx#1")).isEqualTo("/job/cart/job/feature%252Fx/1/");
    }
}
