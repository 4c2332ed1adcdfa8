package io.jenkins.plugins.greyrelease.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.greyrelease.kube.ClusterSpec.Access;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec.Simulate;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FleetReaderTest {

    private static final String WHOLE = """
            clusters:
              - name: gd9-a
                idc: gd9
                labels: {stage: prod}
                context: gd9-a
                namespaces: [shop, web]
                simulate: {nodes: 4, racks: 2, nodeCpu: 8, nodeMemory: 32Gi}
              - name: sh2-a
                server: https://sh2.example:6443
                credentials: sh2-token
            registries:
              - {name: test, url: https://harbor.test.example, credentials: harbor}
              - {name: gd9, idc: gd9, url: https://harbor.gd9.example, upstream: test}
            jira: {url: https://jira.example, credentials: jira}
            sonarqube: {url: http://sonar.example:9000}
            """;

    private static List<String> problems(String text) {
        return catchThrowableOfType(BadArgumentsException.class, () -> FleetReader.read("fleet.yaml", text))
                .problems();
    }

    @Test
    void readsEverythingTheDesignNames() {
        FleetSpec fleet = FleetReader.read("fleet.yaml", WHOLE);
        ClusterSpec first = fleet.clusters().get(0);
        assertThat(first.idc()).isEqualTo("gd9");
        assertThat(first.labels()).isEqualTo(Map.of("stage", "prod"));
        assertThat(first.access()).contains(new Access.Kubeconfig("gd9-a", Optional.empty()));
        assertThat(first.namespaces()).containsExactly("shop", "web");
        assertThat(first.simulate()).isEqualTo(new Simulate(4, 2, "8", "32Gi"));
        ClusterSpec second = fleet.clusters().get(1);
        assertThat(second.access())
                .contains(new Access.Server("https://sh2.example:6443", Optional.empty(), "sh2-token"));
        assertThat(second.simulate()).isEqualTo(Simulate.DEFAULT);
        assertThat(second.allows("anything")).isTrue();
        assertThat(first.allows("other")).isFalse();
        assertThat(fleet.registries().get(1).upstream()).contains("test");
        assertThat(fleet.jira().orElseThrow().credentials()).contains("jira");
        assertThat(fleet.sonarqube().orElseThrow().url()).isEqualTo("http://sonar.example:9000");
    }

    @Test
    void readsTheExample() throws IOException {
        Path example = Path.of("examples/fleet/fleet.yaml");
        FleetSpec fleet = FleetReader.read(example.toString(), Files.readString(example));
        assertThat(Selection.of(fleet.clusters(), List.of("stage:prod"))).hasSize(3);
    }

    @Test
    void readsWhereImagesAreBuilt() {
        FleetSpec fleet = FleetReader.read("fleet.yaml", WHOLE + """
                builds:
                  cluster: gd9-a
                  namespace: image-builds
                  image: harbor.example/tools/buildkit:rootless
                  cpu: 500m
                  timeout: 1h
                """);
        assertThat(fleet.builds())
                .contains(new FleetSpec.BuildsSpec(
                        "gd9-a",
                        "image-builds",
                        "harbor.example/tools/buildkit:rootless",
                        Optional.empty(),
                        "linux/amd64",
                        "500m",
                        "4Gi",
                        Duration.ofHours(1)));
        assertThat(problems(WHOLE + """
                builds: {cluster: gd9-x, namespace: Builds, platform: windows, cpu: much, memory: 0, timeout: 3s, root: true}
                """))
                .hasSize(8)
                .anyMatch(line -> line.contains("no cluster is named 'gd9-x'"))
                .anyMatch(line -> line.contains("'Builds' is no namespace"))
                .anyMatch(line -> line.contains("image") && line.contains("missing"))
                .anyMatch(line -> line.contains("'windows' is none, such as linux/amd64"))
                .anyMatch(line -> line.contains("'3s' must be from 1m to 24h"))
                .anyMatch(line -> line.contains("root"));
    }

    @Test
    void saysAllThatIsWrongAtOnceWithTheLine() {
        assertThat(problems("""
                clusters:
                  - name: gd9-a
                    idcc: gd9
                  - idc: sh2
                  - name: GD9-A
                    simulate: {nodes: none, nodeMemory: lots}
                registries:
                  - {name: r, url: harbor, upstream: s}
                """))
                .containsExactlyInAnyOrder(
                        "fleet.yaml:3: clusters[0]: unknown key 'idcc'; did you mean 'idc'? (known: name, idc, labels,"
                                + " namespaces, context, server, caCertificate, credentials, inCluster, simulate)",
                        "fleet.yaml:4: clusters[1].name: is missing",
                        "fleet.yaml:5: clusters[2].name: 'GD9-A' differs from 'gd9-a' by letter case only",
                        "fleet.yaml:6: clusters[2].simulate.nodes: 'none' is not a whole number from 1 to 5000",
                        "fleet.yaml:6: clusters[2].simulate.nodeMemory: 'lots' is no quantity, such as 16, 500m or 64Gi",
                        "fleet.yaml:8: registries[0].url: 'harbor' is no address, such as https://harbor.example",
                        "fleet.yaml:8: registries[0].upstream: no registry is named 's'; did you mean 'r'?");
    }

    @Test
    void refusesANameThatIsThereTwice() {
        assertThat(problems("clusters: [{name: a}, {name: a}]"))
                .containsExactly("fleet.yaml:1: clusters[1].name: 'a' is there twice");
    }

    @Test
    void refusesAClusterWithTwoWaysToReachIt() {
        assertThat(problems("clusters: [{name: a, context: a, server: 'https://a.example'}]"))
                .containsExactly(
                        "fleet.yaml:1: clusters[0].server: a cluster has a 'context' or a 'server', not both",
                        "fleet.yaml:1: clusters[0].credentials: is missing; a 'server' needs the id of its token or"
                                + " client certificate");
    }

    @Test
    void saysWhereTheYamlItselfIsBroken() {
        assertThat(problems("clusters:\n  - name: 'a\n"))
                .singleElement()
                .asString()
                .startsWith("fleet.yaml:3:1: ");
        assertThat(problems("")).containsExactly("fleet.yaml: is empty");
        assertThat(problems("- a")).contains("fleet.yaml:1: is a list; a mapping (key: value) is needed");
        assertThat(problems("clusters: gd9-a")).contains("fleet.yaml:1: clusters: is text; a list is needed");
    }

    @Test
    void readsNoYamlThatFeedsOnItself() {
        assertThat(problems("clusters: &a [*a]")).isNotEmpty();
        assertThatThrownBy(() -> FleetReader.read("fleet.yaml", "a: [" + "[".repeat(200_000)))
                .isInstanceOf(BadArgumentsException.class);
    }

    @Test
    void takesLabelsAsTextAndRefusesWhatIsNoLabelOrNamespace() {
        assertThat(FleetReader.read("f", "clusters: [{name: a, labels: 'stage=prod, tier = 1'}]")
                        .clusters()
                        .get(0)
                        .labels())
                .isEqualTo(Map.of("stage", "prod", "tier", "1"));
        assertThat(problems("clusters: [{name: a, labels: 'stage, tier=1, tier=2', namespaces: [Shop]}]"))
                .containsExactly(
                        "fleet.yaml:1: clusters[0].labels: 'stage' is no label; write key=value, several with commas"
                                + " between them",
                        "fleet.yaml:1: clusters[0].labels: 'tier' is there twice",
                        "fleet.yaml:1: clusters[0].namespaces: 'Shop' is no namespace; allowed are lower-case letters,"
                                + " digits and '-', at most 63");
    }

    @Test
    void readsAKubeconfigUnderCredentialsAndTheClusterItRunsIn() {
        FleetSpec fleet = FleetReader.read("f", """
                clusters:
                  - {name: a, context: a, credentials: kube}
                  - {name: c, inCluster: true}
                """);
        assertThat(fleet.clusters().stream().map(c -> c.access().orElseThrow()))
                .containsExactly(new Access.Kubeconfig("a", Optional.of("kube")), new Access.InCluster());
        assertThat(problems("clusters: [{name: b, credentials: kube}]"))
                .containsExactly(
                        "fleet.yaml:1: clusters[0].credentials: is neither for a 'server' nor for a 'context'; a"
                                + " kubeconfig file needs the name of the context");
        assertThat(problems("clusters: [{name: c, inCluster: true, server: 'https://c'}, {name: d, inCluster: 1}]"))
                .containsExactly(
                        "fleet.yaml:1: clusters[0].server: is not for a cluster with 'inCluster'",
                        "fleet.yaml:1: clusters[1].inCluster: '1' is neither true nor false");
    }

    @Test
    void refusesRegistriesThatCannotBeToldApartOrGetTheirImagesFromThemselves() {
        assertThat(problems("""
                clusters: [{name: a}]
                registries:
                  - {name: r, url: 'https://harbor.example:8443/', upstream: t}
                  - {name: s, url: 'https://HARBOR.example:8443', upstream: s}
                  - {name: t, url: 'https://t.example/library', upstream: r}
                  - {name: u, url: 'https://u.example', upstream: r, caCertificate: none}
                """))
                .containsExactlyInAnyOrder(
                        "fleet.yaml:4: registries[1].url: registry 'r' has this address already; an image tells its"
                                + " registry by it",
                        "fleet.yaml:3: registries[0].upstream: 't' gets its images, in the end, from 'r'",
                        "fleet.yaml:4: registries[1].upstream: 's' gets its images, in the end, from 's'",
                        "fleet.yaml:5: registries[2].url: 'https://t.example/library' has a path; what follows the"
                                + " host belongs to the names of images",
                        "fleet.yaml:5: registries[2].upstream: 'r' gets its images, in the end, from 't'",
                        "fleet.yaml:6: registries[3].caCertificate: is no certificate in PEM form; it begins with"
                                + " -----BEGIN CERTIFICATE-----");
    }

    @Test
    void aRegistryIsKnownByItsHost() {
        assertThat(FleetReader.read("f", WHOLE).registries().get(0).host()).isEqualTo("harbor.test.example");
        assertThat(new FleetSpec.RegistrySpec(
                                "r", "", "http://127.0.0.1:5000/", Optional.empty(), Optional.empty(), Optional.empty())
                        .host())
                .isEqualTo("127.0.0.1:5000");
    }

    @Test
    void refusesACertificateThatIsNone() {
        assertThat(problems("clusters: [{name: a, server: 'https://a', credentials: t, caCertificate: /etc/ca.pem}]"))
                .containsExactly(
                        "fleet.yaml:1: clusters[0].caCertificate: is no certificate in PEM form; it begins with"
                                + " -----BEGIN CERTIFICATE-----");
        assertThat(problems("clusters: [{name: a, caCertificate: '-----BEGIN CERTIFICATE----- x'}]"))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("fleet.yaml:1: clusters[0].caCertificate: is no certificate in PEM form: ");
    }

    @Test
    void readsWhatAnotherFrontEndHasByTheSameRules() {
        Map<String, Object> good = new TreeMap<>(Map.of(
                "name", "a", "server", "https://a", "credentialsId", "t", "labels", "stage=prod", "inCluster", false));
        good.put("caCertificate", null);
        assertThat(FleetReader.of("x", Map.of("clusters", List.of(good))).clusters())
                .isEqualTo(FleetReader.read(
                                "f",
                                "clusters: [{name: a, server: 'https://a', credentials: t, labels: {stage: prod}}]")
                        .clusters());
        assertThat(FleetReader.of("x", Map.of("clusters", List.of())).clusters())
                .isEmpty();
        assertThat(catchThrowableOfType(
                                BadArgumentsException.class,
                                () -> FleetReader.of(
                                        "Grey Release",
                                        Map.of(
                                                "clusters",
                                                List.of(Map.of("name", "a"), Map.of("name", "A", "context", "a")),
                                                "jira",
                                                Map.of("credentialsId", "j"))))
                        .problems())
                .containsExactly(
                        "clusters[0].credentialsId: is missing; a cluster needs a kubeconfig file and a 'context' of"
                                + " it, or a 'server' with a token or client certificate, or 'inCluster'",
                        "clusters[1].name: 'A' differs from 'a' by letter case only",
                        "clusters[1].credentialsId: is missing; a 'context' needs the id of its kubeconfig file",
                        "jira.url: is missing");
    }
}
