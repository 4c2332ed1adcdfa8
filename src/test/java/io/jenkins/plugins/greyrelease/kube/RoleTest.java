package io.jenkins.plugins.greyrelease.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.kube.contract.Granted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoleTest {
    private static final List<String> NO_ROLES = List.of("README.md", "account.yaml", "binding.yaml");

    @Test
    void theExamplesGiveWhatTheTableSaysAndNoMore() {
        for (Role role : Role.ALL) {
            assertThat(Granted.role(role.file()).getMetadata().getName()).isEqualTo(role.name());
            assertThat(Granted.listed(Granted.role(role.file()).getRules()))
                    .as(role.file())
                    .isEqualTo(listed(role));
        }
    }

    @Test
    void everyExampleIsInTheTable() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("examples/rbac"))) {
            assertThat(files.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(NO_ROLES.stream(), Role.ALL.stream().map(Role::file))
                                    .toList());
        }
    }

    @Test
    void everyRightSaysWhatItIsNeededForInWordsThatGoOn() {
        assertThat(Role.ALL).flatExtracting(Role::rights).extracting(Right::why).allSatisfy(why -> assertThat(why)
                .matches("(to|for|before|while) [^.]+"));
    }

    private static SortedSet<String> listed(Role role) {
        SortedSet<String> all = new TreeSet<>();
        for (Right right : role.rights()) {
            right.verbs()
                    .forEach(verb -> all.add(
                            verb + " " + right.resource() + "." + right.kind().group()));
        }
        return all;
    }
}
