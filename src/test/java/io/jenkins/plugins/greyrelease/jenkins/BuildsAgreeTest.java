package io.jenkins.plugins.greyrelease.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** {@code pom.xml} and {@code jenkins-pom.xml} make the same plugin. */
class BuildsAgreeTest {
    private final Document central = read("pom.xml");
    private final Document jenkins = read("jenkins-pom.xml");
    private final Document assembly = read("src/main/plugin/hpi.xml");

    @Test
    void theySayTheSame() {
        for (String what : List.of(
                "groupId",
                "artifactId",
                "version",
                "name",
                "description",
                "licenses/license/name",
                "licenses/license/url",
                "properties/jenkins.version",
                "properties/j2html.version",
                "properties/lib-recur.version",
                "properties/jib.version",
                "properties/jib-build-plan.version",
                "properties/commons-compress.version")) {
            assertThat(text(jenkins, "/project/" + what))
                    .as(what)
                    .isNotEmpty()
                    .isEqualTo(text(central, "/project/" + what));
        }
    }

    @Test
    void theyNeedTheSamePlugins() {
        String pinned = text(this.central, "/project/properties/plugin.dependencies");
        Set<String> central = new TreeSet<>();
        for (String each : pinned.split(",")) {
            central.add(each.substring(0, each.indexOf(':')));
        }

        Set<String> jenkins =
                texts(this.jenkins, "/project/dependencies/dependency[not(scope) and not(version)]/artifactId");

        assertThat(jenkins).isEqualTo(central);
    }

    @Test
    void theyBundleTheSameLibraries() {
        Set<String> bundled = new TreeSet<>();
        for (String each : texts(assembly, "/assembly/dependencySets/dependencySet/includes/include")) {
            bundled.add(each.substring(each.indexOf(':') + 1));
        }

        assertThat(new TreeSet<>(Arrays.asList(text(jenkins, "/project/properties/hpi.bundledArtifacts")
                        .split(","))))
                .isEqualTo(bundled);
        assertThat(texts(jenkins, "/project/dependencies/dependency[not(scope) and version]/artifactId"))
                .isEqualTo(bundled);
        assertThat(text(jenkins, "/project/properties/hpi.strictBundledArtifacts"))
                .isEqualTo("true");
    }

    @Test
    void theyLeaveOutTheSamePackages() {
        Set<String> central = texts(
                this.central,
                "/project/build/plugins/plugin/executions/execution[id='plugin']/configuration/excludes/exclude");

        assertThat(central).hasSize(2);
        assertThat(
                        texts(
                                jenkins,
                                "/project/build/plugins/plugin/executions/execution[id='default-compile']/configuration/excludes/exclude"))
                .isEqualTo(central);
        assertThat(texts(jenkins, "/project/build/resources/resource/excludes/exclude"))
                .isEqualTo(central);
    }

    @Test
    void theyGenerateTheSameClients() {
        String generator = "/project/build/plugins/plugin[artifactId='openapi-generator-maven-plugin']";

        assertThat(text(jenkins, generator)).isNotEmpty().isEqualTo(text(central, generator));
    }

    @Test
    void theManifestSaysWhatTheBuildSays() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/main/plugin/MANIFEST.MF"));

        assertThat(lines)
                .contains(
                        "Short-Name: ${project.artifactId}",
                        "Plugin-Version: ${project.version}",
                        "Jenkins-Version: ${jenkins.version}",
                        "Plugin-Dependencies: ${plugin.dependencies}",
                        "PluginFirstClassLoader: "
                                + text(
                                        jenkins,
                                        "/project/build/plugins/plugin[artifactId='maven-hpi-plugin']/configuration/pluginFirstClassLoader"),
                        "Plugin-License-Name: " + text(jenkins, "/project/licenses/license/name"),
                        "Plugin-License-Url: " + text(jenkins, "/project/licenses/license/url"));
    }

    private static Document read(String file) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(Path.of(file).toFile());
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("reading " + file, e);
        }
    }

    private static String text(Document document, String path) {
        try {
            XPath xpath = XPathFactory.newInstance().newXPath();
            return xpath.evaluate(path, document).strip();
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    private static Set<String> texts(Document document, String path) {
        try {
            NodeList nodes =
                    (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
            Set<String> texts = new TreeSet<>();
            for (int i = 0; i < nodes.getLength(); i++) {
                texts.add(nodes.item(i).getTextContent().strip());
            }
            return texts;
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException(path, e);
        }
    }
}
