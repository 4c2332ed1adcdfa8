package io.jenkins.plugins.greyrelease.image.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.greyrelease.http.LiveClients;
import io.jenkins.plugins.greyrelease.image.DebianRegistry;
import io.jenkins.plugins.greyrelease.image.Descriptor;
import io.jenkins.plugins.greyrelease.image.Digest;
import io.jenkins.plugins.greyrelease.image.Manifest;
import io.jenkins.plugins.greyrelease.image.Platform;
import io.jenkins.plugins.greyrelease.image.Registry;
import io.jenkins.plugins.greyrelease.image.StreamSource;
import io.jenkins.plugins.greyrelease.image.UploadListener;
import io.jenkins.plugins.greyrelease.rehearsal.registry.SampleImage;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Base image and application image, built into a real registry on an image of another one, and what skopeo says of them. */
class RealBuildTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final LiveScheduler SCHEDULER = new LiveScheduler(2, failure -> {});
    private static final Platform[] PLATFORMS = {Platform.of("linux/amd64"), Platform.of("linux/arm64")};

    @TempDir
    static Path folder;

    private static DebianRegistry hub;
    private static DebianRegistry test;

    private final HttpClient transport = LiveClients.of(HttpClient.newBuilder(), Optional.empty());
    private final Registry upstream = client(hub, "hub");
    private final Registry own = client(test, "test");
    private final Folder workspace = new Folder(folder.resolve("workspace"));
    private final SampleImage jre = SampleImage.index("jre", List.of("amd64", "arm64", "s390x"), 50_000, 7_000);

    @BeforeAll
    static void start() throws Exception {
        DebianRegistry.orSkip(RealBuildTest.class);
        hub = DebianRegistry.start(Files.createDirectory(folder.resolve("hub")));
        test = DebianRegistry.start(Files.createDirectory(folder.resolve("test")));
    }

    @AfterAll
    static void stop() {
        Stream.of(Optional.ofNullable(hub), Optional.ofNullable(test))
                .flatMap(Optional::stream)
                .forEach(DebianRegistry::close);
        SCHEDULER.close();
    }

    private Registry client(DebianRegistry registry, String name) {
        return registry.client(name, transport, SCHEDULER, DebianRegistry.PASSWORD, 20_000);
    }

    private static <T> T end(CompletableFuture<T> future) throws Exception {
        return future.get(1, TimeUnit.MINUTES);
    }

    @Test
    void whatIsBuiltIsWhatSkopeoReadsAndBuildingItAgainSendsNothing() throws Exception {
        push(upstream, "library/jre", "17");
        workspace
                .with("bases/java/start.sh", "#!/bin/sh\nexec java\n")
                .with("conf/app.yml", "port: 8080\n")
                .zip("cart.jar", Folder.springBoot("v1"));

        Built base = end(base());
        Built app = end(app());

        assertThat(seen("base/java:released")).isEqualTo(digest(base));
        assertThat(seen("shop/cart:1.0")).isEqualTo(digest(app));
        assertThat(app.kept()).as("layers of the base are mounted, not sent").isPositive();
        for (Platform platform : PLATFORMS) {
            assertConfiguration(platform.architecture(), digest(base));
        }
        assertCopyIsWhole(app);

        Built again = end(app());
        assertThat(end(base()).uploaded()).isZero();
        assertThat(again.image()).isEqualTo(app.image());
        assertThat(again.uploaded()).isZero();
        assertThat(end(own.tags("shop/cart"))).containsExactly("1.0");
    }

    private void assertConfiguration(String architecture, String base) throws Exception {
        JsonNode config = JSON.readTree(skopeo("inspect", "--config", architecture, "shop/cart:1.0"));
        assertThat(config.path("architecture").asText()).isEqualTo(architecture);
        assertThat(config.at("/config/User").asText()).isEqualTo("1000");
        assertThat(config.at("/config/Env").toString()).contains("\"A=1\"");
        assertThat(config.at("/config/Entrypoint").toString()).isEqualTo("[\"/opt/start.sh\"]");
        assertThat(config.at("/config/Labels").path(Labels.BASE_DIGEST).asText())
                .isEqualTo(base);
        JsonNode seen = JSON.readTree(skopeo("inspect", "--no-tags", architecture, "shop/cart:1.0"));
        // two of the JRE, one of the base, four of the jar, the configuration
        assertThat(seen.path("Layers")).hasSize(2 + 1 + 4 + 1);
        assertThat(config.at("/rootfs/diff_ids")).hasSameSizeAs(seen.path("Layers"));
        assertThat(seen.path("Labels").path(Labels.VERSION).asText()).isEqualTo("1.0");
    }

    /** skopeo checks the digest of everything that it copies; what it wrote is compared with ours. */
    private void assertCopyIsWhole(Built app) throws Exception {
        Path copy = folder.resolve("copy");
        test.skopeo(
                "skopeo",
                "copy",
                "--all",
                "--src-tls-verify=false",
                "--src-creds=" + DebianRegistry.USER + ":" + DebianRegistry.PASSWORD,
                "docker://" + app.image().registry() + "/shop/cart@" + digest(app),
                "dir:" + copy);
        assertThat(Digest.sha256(Files.readAllBytes(copy.resolve("manifest.json"))))
                .hasToString(digest(app));
        Manifest index = end(own.manifest("shop/cart", digest(app)));
        assertThat(index.manifests()).hasSize(PLATFORMS.length);
        for (Descriptor each : index.manifests()) {
            for (Descriptor blob :
                    end(own.manifest("shop/cart", each.digest().toString())).blobs()) {
                String hex = blob.digest().toString().substring("sha256:".length());
                assertThat(copy.resolve(hex)).exists().hasSize(blob.size());
            }
        }
    }

    private String seen(String image) throws Exception {
        return skopeo("inspect", "--format={{.Digest}}", "amd64", image).strip();
    }

    private static String skopeo(String verb, String how, String architecture, String image) throws Exception {
        return test.skopeo(
                "skopeo",
                verb,
                how,
                "--tls-verify=false",
                "--creds=" + DebianRegistry.USER + ":" + DebianRegistry.PASSWORD,
                "--override-os=linux",
                "--override-arch=" + architecture,
                "docker://" + test.host() + "/" + image);
    }

    private static String digest(Built built) {
        return built.image().digest().orElseThrow().toString();
    }

    private CompletableFuture<Built> base() {
        String definition = """
                from: %s/library/jre:17
                platforms: [linux/amd64, linux/arm64]
                environment: {A: "1"}
                user: "1000"
                entrypoint: [/opt/start.sh]
                files:
                  - {from: start.sh, to: /opt/start.sh, executable: true}
                """.formatted(hub.host());
        return new BaseImageBuild(
                        bench(),
                        new Destination(own, test.host(), ""),
                        new BaseImageBuild.Request(
                                "java", DefinitionReader.read("bases/java", definition), "1", true, Origin.UNKNOWN))
                .build();
    }

    private CompletableFuture<Built> app() {
        return new AppImageBuild(
                        bench(),
                        new Destination(own, test.host(), "shop"),
                        new AppImageBuild.Request(
                                "cart",
                                "1.0",
                                new AppImageBuild.Stands(Optional.empty(), Optional.of("java")),
                                new AppImageBuild.Content(
                                        "cart.jar",
                                        Optional.of("/opt/cart"),
                                        Optional.of("conf"),
                                        Optional.of("/etc/cart"),
                                        List.of(),
                                        List.of()),
                                List.of(PLATFORMS),
                                new TreeMap<>(),
                                Origin.UNKNOWN))
                .build();
    }

    private Workbench bench() {
        return new Workbench(
                image -> Optional.of(new Place(image.registry().equals(hub.host()) ? upstream : own, image)),
                order -> LocalLayers.make(workspace.path(""), order, SCHEDULER, line -> {}),
                line -> {},
                new Halt());
    }

    private void push(Registry registry, String repository, String tag) throws Exception {
        for (byte[] blob : jre.blobs()) {
            Descriptor descriptor = Descriptor.of("", Digest.sha256(blob), blob.length);
            StreamSource source = new StreamSource(() -> new ByteArrayInputStream(blob), Runnable::run);
            end(registry.upload(repository, descriptor, source, UploadListener.NONE));
        }
        for (SampleImage.Part part : jre.manifests()) {
            Manifest manifest = Manifest.of(part.type(), part.content());
            end(registry.put(repository, manifest.digest().toString(), manifest));
            end(registry.put(repository, tag, manifest));
        }
    }
}
