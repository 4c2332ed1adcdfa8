package io.jenkins.plugins.greyrelease.image.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.greyrelease.image.Descriptor;
import io.jenkins.plugins.greyrelease.image.Digest;
import io.jenkins.plugins.greyrelease.image.Platform;
import io.jenkins.plugins.greyrelease.image.build.BaseDefinition.Settings;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AssemblyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Platform ARM = Platform.of("linux/arm/v7");
    private static final String DIGEST = "sha256:" + "a".repeat(64);
    private static final String DIFF = "sha256:" + "b".repeat(64);
    private static final LayerFile LAYER = new LayerFile("classes", "/tmp/x", DIGEST, DIFF, 100, 3);
    private static final String BASE = """
            {"architecture":"arm","os":"linux","variant":"v7","container":"old","docker_version":"20",
             "config":{"Env":["PATH=/bin","TZ=CET"],"Entrypoint":["/start"],"Cmd":["serve"],"StopSignal":"SIGQUIT",
                       "Healthcheck":{"Test":["CMD","true"]},"User":"www",
                       "Labels":{"vendor":"acme","org.opencontainers.image.revision":"of-the-base"}},
             "rootfs":{"type":"layers","diff_ids":["sha256:1","sha256:2"]},
             "history":[{"created_by":"ADD"},{"created_by":"CMD","empty_layer":true}]}""";

    @Test
    void whatTheBaseSaysStaysAndWhatIsNewIsAdded() throws IOException {
        JsonNode config = config(BASE, settings(Map.of("TZ", "UTC", "MODE", "prod"), List.of(), List.of()));
        assertThat(config.at("/config/StopSignal").asText()).isEqualTo("SIGQUIT");
        assertThat(config.at("/config/Healthcheck/Test/0").asText()).isEqualTo("CMD");
        assertThat(config.path("variant").asText()).isEqualTo("v7");
        assertThat(texts(config.at("/config/Env"))).containsExactly("PATH=/bin", "TZ=UTC", "MODE=prod");
        assertThat(texts(config.at("/config/Entrypoint"))).containsExactly("/start");
        assertThat(texts(config.at("/config/Cmd"))).containsExactly("serve");
        assertThat(texts(config.at("/rootfs/diff_ids"))).containsExactly("sha256:1", "sha256:2", DIFF);
        assertThat(config.path("created").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(config.has("container") || config.has("docker_version")).isFalse();
    }

    @Test
    void eachLayerHasItsLineInTheHistory() throws IOException {
        JsonNode history =
                config(BASE, settings(Map.of(), List.of(), List.of())).path("history");
        int layers = 0;
        for (JsonNode line : history) {
            layers += line.path("empty_layer").asBoolean() ? 0 : 1;
        }
        assertThat(layers).isEqualTo(3);
        assertThat(history.get(history.size() - 1).path("comment").asText()).isEqualTo("classes");
    }

    @Test
    void anEntrypointReplacesTheBasesAndItsCommand() throws IOException {
        JsonNode config = config(BASE, settings(Map.of(), List.of("/other"), List.of()));
        assertThat(texts(config.at("/config/Entrypoint"))).containsExactly("/other");
        assertThat(config.at("/config").has("Cmd")).isFalse();
        assertThat(texts(config(BASE, settings(Map.of(), List.of(), List.of("check")))
                        .at("/config/Cmd")))
                .containsExactly("check");
    }

    @Test
    void whatTheBaseWasBuiltFromIsNotTakenForWhatThisWasBuiltFrom() throws IOException {
        JsonNode labels = config(BASE, settings(Map.of(), List.of(), List.of())).at("/config/Labels");
        assertThat(labels.path("vendor").asText()).isEqualTo("acme");
        assertThat(labels.has(Labels.REVISION)).isFalse();
        assertThat(labels.path(Labels.BASE_DIGEST).asText()).isEqualTo(DIGEST);
    }

    @Test
    void anImageWithoutABaseSaysWhatItRunsOn() throws IOException {
        JsonNode config = config("{}", settings(Map.of(), List.of("/app"), List.of()));
        assertThat(config.path("os").asText()).isEqualTo("linux");
        assertThat(config.path("architecture").asText()).isEqualTo("arm");
        assertThat(config.path("variant").asText()).isEqualTo("v7");
    }

    @Test
    void layersOfADockerBaseAreCalledByTheirOtherName() throws IOException {
        JsonNode base = JSON.readTree("""
                {"layers":[{"mediaType":"application/vnd.docker.image.rootfs.diff.tar.gzip","digest":"sha256:1","size":5},
                           {"mediaType":"application/vnd.oci.image.layer.v1.tar+zstd","digest":"sha256:2","size":6}]}""");
        JsonNode manifest = JSON.readTree(Assembly.manifest(
                base,
                Descriptor.of(Assembly.CONFIG, Digest.of(DIFF), 7),
                addition(settings(Map.of(), List.of(), List.of()))));
        assertThat(manifest.at("/layers/0/mediaType").asText()).isEqualTo(Assembly.LAYER);
        assertThat(manifest.at("/layers/1/mediaType").asText()).endsWith("+zstd");
        assertThat(manifest.at("/layers/2/digest").asText()).isEqualTo(DIGEST);
        assertThat(manifest.at("/config/digest").asText()).isEqualTo(DIFF);
        assertThat(manifest.at("/annotations").path(Labels.BASE_DIGEST).asText())
                .isEqualTo(DIGEST);
    }

    @Test
    void anIndexNamesEachPlatform() throws IOException {
        Map<Platform, Descriptor> manifests = new LinkedHashMap<>();
        manifests.put(ARM, Descriptor.of("application/vnd.oci.image.manifest.v1+json", Digest.of(DIGEST), 9));
        JsonNode index = JSON.readTree(Assembly.index(manifests, new TreeMap<>()));
        assertThat(index.at("/manifests/0/platform/variant").asText()).isEqualTo("v7");
        assertThat(index.at("/manifests/0/size").asInt()).isEqualTo(9);
    }

    private static JsonNode config(String base, Settings settings) throws IOException {
        return JSON.readTree(Assembly.config(JSON.readTree(base), ARM, addition(settings)));
    }

    private static Assembly.Addition addition(Settings settings) {
        return new Assembly.Addition(
                List.of(LAYER), settings, new TreeMap<>(Map.of(Labels.BASE_DIGEST, DIGEST)), Instant.EPOCH);
    }

    private static Settings settings(Map<String, String> environment, List<String> entrypoint, List<String> command) {
        return new Settings(
                new TreeMap<>(environment),
                Optional.empty(),
                new TreeMap<>(),
                entrypoint,
                command,
                Optional.empty(),
                List.of());
    }

    private static List<String> texts(JsonNode list) {
        return JSON.convertValue(list, JSON.getTypeFactory().constructCollectionType(List.class, String.class));
    }
}
