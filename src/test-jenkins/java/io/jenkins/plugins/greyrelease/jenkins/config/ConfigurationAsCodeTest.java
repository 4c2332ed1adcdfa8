package io.jenkins.plugins.greyrelease.jenkins.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.yaml.YamlSource;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The block of {@code docs/jenkins.md}, and blocks that are wrong, in the real plugin. */
@WithJenkins
class ConfigurationAsCodeTest {
    @TempDir
    private Path dir;

    @Test
    void whatIsExportedIsWhatWasImported(JenkinsRule jenkins) throws Exception {
        load(documented());
        FleetSpec imported = GreyReleaseConfiguration.get().spec();
        assertEquals(List.of("gd9-a", "nh-a", "own"), GreyReleaseConfiguration.get().fleet().names());
        String exported = exported();
        load(forget());
        assertTrue(GreyReleaseConfiguration.get().spec().clusters().isEmpty());
        load(exported);
        assertEquals(imported, GreyReleaseConfiguration.get().spec());
        assertEquals(exported, exported());
    }

    @Test
    void whatIsWrongIsRefusedAsAWholeAndWhatWasThereStays(JenkinsRule jenkins) throws Exception {
        load(documented());
        FleetSpec before = GreyReleaseConfiguration.get().spec();
        Throwable refused = assertThrows(
                Exception.class,
                () -> load("unclassified:\n  greyRelease:\n    clusters: [{name: 'a b'}]\n"
                        + "    registries: [{name: r, url: x}]\n"));
        while (refused.getCause() != null) {
            refused = refused.getCause();
        }
        assertTrue(refused.getMessage().contains("clusters[0].name: 'a b'"), refused.getMessage());
        assertTrue(refused.getMessage().contains("registries[0].url: 'x'"), refused.getMessage());
        assertEquals(before, GreyReleaseConfiguration.get().spec());
    }

    private static String documented() throws Exception {
        String text = Files.readString(Path.of("docs/jenkins.md"));
        int start = text.indexOf("```yaml\nunclassified:") + "```yaml\n".length();
        return text.substring(start, text.indexOf("```", start));
    }

    private static String forget() {
        return "unclassified:\n  greyRelease:\n    clusters: []\n    registries: []\n";
    }

    private void load(String yaml) throws Exception {
        Path file = Files.writeString(dir.resolve("jenkins.yaml"), yaml);
        ConfigurationAsCode.get().configureWith(YamlSource.of(file));
    }

    /** Our own part of everything that is exported. */
    private static String exported() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(out);
        StringBuilder own = new StringBuilder("unclassified:\n");
        boolean inside = false;
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            inside = line.equals("  greyRelease:") || inside && line.startsWith("    ");
            if (inside) {
                own.append(line).append('\n');
            }
        }
        return own.toString();
    }
}
