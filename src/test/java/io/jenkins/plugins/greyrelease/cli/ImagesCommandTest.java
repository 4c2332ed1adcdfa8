package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.greyrelease.image.build.Labels;
import io.jenkins.plugins.greyrelease.rehearsal.registry.RegistryNet;
import io.jenkins.plugins.greyrelease.rehearsal.registry.SampleImage;
import io.jenkins.plugins.greyrelease.rehearsal.registry.ServedRegistries;
import io.jenkins.plugins.greyrelease.rehearsal.registry.StandInRegistry;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code grey images} on simulated clusters and stand-in registries, all of them behind HTTP. */
class ImagesCommandTest {
    private static final SampleImage OLD = SampleImage.of("tomcat 1", 10);
    private static final SampleImage NOW = SampleImage.of("tomcat 2", 10);

    @TempDir
    private static Path dir;

    private static ServedClusters clusters;
    private static ServedRegistries served;
    private static String url;
    private static String host;

    @BeforeAll
    static void serve() throws IOException {
        served = new ServedRegistries(new RegistryNet(new VirtualTime()));
        StandInRegistry test = served.add("test").open();
        url = test.url();
        host = test.host();
        test.put("base/tomcat", "1", OLD);
        test.put("base/tomcat", "2", NOW);
        test.put("base/tomcat", "released", NOW);
        test.put("shop/cart", "7", on(OLD));
        test.put("shop/pay", "3", on(NOW));
        Path apps = Files.createDirectory(dir.resolve("apps"));
        Files.writeString(apps.resolve("apps.yaml"), app("cart", "7") + "---\n" + app("pay", "3"));
        Files.writeString(dir.resolve("fleet.yaml"), fleet(url));
        clusters = ServedClusters.of(dir.resolve("fleet.yaml"), apps);
        Files.writeString(dir.resolve("kubeconfig"), clusters.kubeconfig());
    }

    @AfterAll
    static void close() {
        clusters.close();
        served.close();
    }

    private static SampleImage on(SampleImage base) {
        return SampleImage.of("app on " + base.digest(), 10)
                .annotated(Map.of(Labels.BASE_NAME, host + "/base/tomcat:released", Labels.BASE_DIGEST, base.digest()));
    }

    private static String fleet(String registry) {
        return """
                clusters:
                  - {name: gd9-a, context: gd9-a, simulate: {nodes: 1, racks: 1}}
                  - {name: gd9-b, context: gd9-b, simulate: {nodes: 1, racks: 1}}
                registries:
                  - {name: test, url: "%s"}
                """.formatted(registry);
    }

    private static String app(String name, String tag) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s, namespace: shop}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec:
                      containers: [{name: app, image: "%3$s/shop/%1$s:%2$s"}]
                """.formatted(name, tag, host);
    }

    private static Shell grey(int code, String fleet, String... more) {
        Shell shell = new Shell(dir);
        List<String> words = new java.util.ArrayList<>(List.of(
                "images",
                "--fleet",
                dir.resolve(fleet).toString(),
                "--kubeconfig",
                dir.resolve("kubeconfig").toString()));
        words.addAll(List.of(more));
        assertThat(shell.grey(words.toArray(String[]::new)))
                .as(() -> shell.out() + shell.err())
                .isEqualTo(code);
        return shell;
    }

    @Test
    void listsEveryAppWithItsBase() {
        assertThat(grey(ExitCodes.OK, "fleet.yaml").out())
                .isEqualTo("""
                base    stands on    released  app        container  image%1$s  clusters
                tomcat  1, 1 behind  2         shop/cart  app        %2$s/shop/cart:7  gd9-a, gd9-b
                tomcat  2            2         shop/pay   app        %2$s/shop/pay:3   gd9-a, gd9-b
                tomcat: 2 is released; 2 containers stand on it, 2 do not (2 on 1)
                """.formatted(" ".repeat(host.length() + 12 - 5), host));
    }

    @Test
    void showsWhoHasToBeBuiltAnewAndFailsAPipelineThatAsks() {
        String old = grey(ExitCodes.FAILED, "fleet.yaml", "--type", "tomcat", "--old", "--check", "--clusters", "gd9-b")
                .out();
        assertThat(old)
                .contains("shop/cart")
                .doesNotContain("shop/pay")
                .doesNotContain("gd9-a")
                .endsWith("tomcat: 2 is released; 1 container stands on it, 1 does not (1 on 1)\n");
        assertThat(grey(ExitCodes.OK, "fleet.yaml", "--type", "php", "--check").out())
                .isEqualTo("no such app\n");
    }

    @Test
    void givesAllOfItAsJson() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(grey(ExitCodes.OK, "fleet.yaml", "--json", "--registry", "test")
                        .out());
        assertThat(json.path("containers")).hasSize(4);
        assertThat(json.at("/containers/0"))
                .hasToString(
                        "{\"cluster\":\"gd9-a\",\"namespace\":\"shop\",\"app\":\"cart\",\"container\":\"app\",\"image\":\""
                                + host
                                + "/shop/cart:7\",\"state\":\"NOT_RELEASED\",\"base\":\"tomcat\",\"version\":\"1\","
                                + "\"released\":\"2\",\"behind\":1,\"remark\":\"\"}");
        assertThat(json.path("registriesWithoutAnswer")).isEmpty();
    }

    @Test
    void aFleetWithoutRegistriesAndARegistryThatIsNotThereAreRefused() throws IOException {
        String none = fleet(url).replaceFirst("(?s)registries:.*", "");
        Files.writeString(dir.resolve("none.yaml"), none);
        assertThat(grey(ExitCodes.BAD_INPUT, "none.yaml").err()).contains("--fleet: it names no registries");
        assertThat(grey(ExitCodes.BAD_INPUT, "fleet.yaml", "--registry", "tset").err())
                .contains("--registry: no registry is named 'tset'; did you mean 'test'?");
    }
}
