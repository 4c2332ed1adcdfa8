package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RightsDocTest {

    @Test
    void theClusterRoleForAdministratorsIsWhatAReleaseNeedsAndNoMore() throws IOException {
        String text = Files.readString(Path.of("docs/jenkins.md"));
        int start = text.indexOf("```yaml\napiVersion: rbac") + "```yaml\n".length();
        JsonNode role = new ObjectMapper(new YAMLFactory()).readTree(text.substring(start, text.indexOf("```", start)));
        Set<String> documented = new TreeSet<>();
        for (JsonNode rule : role.path("rules")) {
            for (JsonNode resource : rule.path("resources")) {
                for (JsonNode verb : rule.path("verbs")) {
                    documented.add(verb.asText() + " " + resource.asText() + "."
                            + rule.at("/apiGroups/0").asText());
                }
            }
        }
        Set<String> needed = new TreeSet<>();
        for (Rights.Right right : Rights.NEEDED) {
            right.verbs()
                    .forEach(verb -> needed.add(verb + " " + right.kind().plural() + "."
                            + right.kind().group()));
        }
        assertThat(documented).isEqualTo(needed);
    }
}
