package io.jenkins.plugins.greyrelease.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private static final String PASSWORD = "p/a+s s\"w<o&rd\\";

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aPasswordIsTakenOutHoweverItIsWritten() {
        Redaction redaction = Redaction.of(List.of("Basic " + encoded("me:" + PASSWORD)));
        assertThat(redaction.apply("no " + PASSWORD + ", no")).isEqualTo("no ****, no");
        assertThat(redaction.apply("?p=p%2Fa%2Bs+s%22w%3Co%26rd%5C&x")).isEqualTo("?p=****&x");
        assertThat(redaction.apply("?p=p%2fa%2bs%20s%22w%3co%26rd%5c&x")).isEqualTo("?p=****&x");
        assertThat(redaction.apply("{\"p\":\"p/a+s s\\\"w<o&rd\\\\\"}")).isEqualTo("{\"p\":\"****\"}");
        assertThat(redaction.apply("<p>p/a+s s&quot;w&lt;o&amp;rd\\</p>")).isEqualTo("<p>****</p>");
        assertThat(redaction.apply("p\\/a+s s\\u0022w\\u003Co&#38;rd&#x5c;")).isEqualTo("****");
        assertThat(redaction.apply(encoded(PASSWORD))).isEqualTo("****");
        assertThat(redaction.apply(HexFormat.of().formatHex(PASSWORD.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("****");
        assertThat(redaction.apply("Basic " + encoded("me:" + PASSWORD))).isEqualTo("Basic ****");
        assertThat(redaction.toString()).doesNotContain(PASSWORD);
    }

    @Test
    void aTokenIsTakenOutAlsoWhereItStandsInThePlaceOfAUser() {
        assertThat(Redaction.of(List.of("Bearer abcdef123")).apply("token abcdef123 is expired"))
                .isEqualTo("token **** is expired");
        assertThat(Redaction.of(List.of("Basic " + encoded("squ_123:"))).apply("who is squ_123?"))
                .isEqualTo("who is ****?");
    }

    @Test
    void aSecretIsTakenOutOfWhateverItWasCodedTogetherWith() {
        Redaction redaction = Redaction.of(List.of("Bearer abcdef123"));
        for (String before : List.of("", "x", "me", "me:", "Bearer ", "robot$shop:")) {
            assertThat(redaction.apply("sent " + encoded(before + "abcdef123") + "."))
                    .isEqualTo("sent ****.");
            assertThat(redaction.apply(encoded(before + "abcdef123 and more").replace('+', '-')))
                    .isEqualTo("****");
        }
        assertThat(redaction.apply("x".repeat(100_000))).hasSize(100_000);
    }

    @Test
    void whatAnyTextMayHaveInItStays() {
        assertThat(Redaction.of(List.of("Basic " + encoded("me:abc"))).apply("me and abc"))
                .isEqualTo("me and abc");
    }

    @Test
    void usersOfAddressesAreTakenOut() {
        assertThat(Redaction.withoutUserInfo("clone https://me:pa:ss@git.example/a@b.git failed"))
                .isEqualTo("clone https://****@git.example/a@b.git failed");
        assertThat(Redaction.withoutUserInfo("ssh://git@host/x and http://p@ss@host"))
                .isEqualTo("ssh://****@host/x and http://****@host");
        assertThat(Redaction.withoutUserInfo("me@example.org, https://host/a@b"))
                .isEqualTo("me@example.org, https://host/a@b");
        assertThat(Redaction.plain("https://me:pass@git.example/a@b.git")).isEqualTo("https://git.example/a@b.git");
        assertThat(Redaction.plain("git@git.example:shop/cart.git")).isEqualTo("git@git.example:shop/cart.git");
        assertThat(Redaction.hasUserInfo("https://token@host")).isTrue();
        assertThat(Redaction.hasUserInfo("https://host:8443/a@b")).isFalse();
    }
}
