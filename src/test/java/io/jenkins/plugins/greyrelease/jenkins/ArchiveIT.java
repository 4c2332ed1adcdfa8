package io.jenkins.plugins.greyrelease.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reads the plugin's archive as Jenkins will. */
class ArchiveIT {
    private static final Path ARCHIVE = Path.of("target/grey-release.hpi");
    private static final String OWN = "WEB-INF/lib/grey-release.jar";

    private static Manifest manifest;
    private static Manifest inner;
    private static final List<String> ENTRIES = new ArrayList<>();
    /** By the jar in {@code WEB-INF/lib}. */
    private static final Map<String, List<String>> INSIDE = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        try (JarInputStream archive = new JarInputStream(Files.newInputStream(ARCHIVE))) {
            manifest = archive.getManifest();
            for (JarEntry entry; (entry = archive.getNextJarEntry()) != null; ) {
                ENTRIES.add(entry.getName());
                if (entry.getName().endsWith(".jar")) {
                    INSIDE.put(entry.getName(), jar(entry.getName(), archive));
                }
            }
        }
    }

    private static List<String> jar(String name, InputStream in) throws IOException {
        JarInputStream jar = new JarInputStream(in);
        List<String> entries = new ArrayList<>();
        for (JarEntry entry; (entry = jar.getNextJarEntry()) != null; ) {
            entries.add(entry.getName());
        }
        if (name.equals(OWN)) {
            inner = jar.getManifest();
        }
        return entries;
    }

    @Test
    void itIsSmall() throws IOException {
        assertThat(Files.size(ARCHIVE)).isLessThan(12L * 1024 * 1024);
    }

    @Test
    void itBringsOnlyWhatNoPluginOfJenkinsOffers() {
        assertThat(INSIDE.keySet())
                .containsExactlyInAnyOrder(
                        OWN,
                        "WEB-INF/lib/commons-compress-1.26.2.jar",
                        "WEB-INF/lib/j2html-1.6.0.jar",
                        "WEB-INF/lib/jems2-2.23.1.jar",
                        "WEB-INF/lib/jib-build-plan-0.4.0.jar",
                        "WEB-INF/lib/jib-core-0.28.1.jar",
                        "WEB-INF/lib/lib-recur-0.17.1.jar",
                        "WEB-INF/lib/protobuf-java-4.33.2.jar",
                        "WEB-INF/lib/rfc5545-datetime-0.3.jar",
                        "WEB-INF/lib/sonar-ws-26.2.0.119303.jar");
    }

    @Test
    void itHasNoClassOfJenkinsAndOfNoApiPlugin() {
        INSIDE.forEach(
                (jar, entries) -> assertThat(entries)
                        .as(jar)
                        .noneMatch(
                                entry -> !entry.endsWith("/")
                                        && entry.matches(
                                                "(hudson|jenkins|org/jenkinsci|org/kohsuke|net/sf|com/cloudbees"
                                                        + "|com/fasterxml|okhttp3|okio|io/fabric8|groovy|org/codehaus|com/google(?!/cloud/tools/jib/|/protobuf/)|org/snakeyaml)/.*")));
    }

    @Test
    void theCommandAndItsRehearsalsStayOutside() {
        assertThat(INSIDE.get(OWN))
                .anyMatch(entry -> entry.startsWith("io/jenkins/plugins/greyrelease/rollout/"))
                .noneMatch(entry -> entry.matches("io/jenkins/plugins/greyrelease/(cli|rehearsal)/.*"));
    }

    @Test
    void jenkinsFindsExtensionsSymbolsAndTheDescription() {
        assertThat(INSIDE.get(OWN))
                .contains(
                        "META-INF/annotations/hudson.Extension",
                        "META-INF/services/annotations/org.jenkinsci.Symbol",
                        "images/symbols/grey-release.svg",
                        "index.jelly");
        assertThat(ENTRIES).contains("WEB-INF/licenses.xml");
    }

    @Test
    void bothManifestsNameThePluginAndWhatItNeeds() {
        for (Manifest each : List.of(manifest, inner)) {
            assertThat(each.getMainAttributes().getValue("Short-Name")).isEqualTo("grey-release");
            assertThat(each.getMainAttributes().getValue("Plugin-Version")).isNotEmpty();
            // another plugin in reach has an older j2html
            assertThat(each.getMainAttributes().getValue("PluginFirstClassLoader"))
                    .isEqualTo("true");
            assertThat(each.getMainAttributes().getValue("Jenkins-Version")).isEqualTo("2.516.3");
            assertThat(each.getMainAttributes().getValue("Plugin-Dependencies"))
                    .matches("[a-z0-9-]+:[\\w.-]+(,[a-z0-9-]+:[\\w.-]+)*")
                    .contains("kubernetes-client-api:7.3.1-");
        }
    }
}
