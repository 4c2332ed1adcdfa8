package io.jenkins.plugins.greyrelease.jenkins.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MailAddressesTest {

    @Test
    void anAddressIsThatOfTheOnlyUserWhoHasIt() {
        Map<String, List<String>> known = Map.of(
                "alice", List.of("Alice@corp.example"),
                "bob", List.of("shared@corp.example"),
                "carol", List.of("shared@corp.example", "carol@corp.example"),
                "dave", List.of());
        assertThat(MailAddresses.owner("alice@CORP.example", known)).contains("alice");
        assertThat(MailAddresses.owner("carol@corp.example", known)).contains("carol");
        assertThat(MailAddresses.owner("shared@corp.example", known)).isEmpty();
        assertThat(MailAddresses.owner("eve@corp.example", known)).isEmpty();
    }
}
