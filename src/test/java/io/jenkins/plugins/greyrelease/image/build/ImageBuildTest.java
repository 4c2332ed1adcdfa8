package io.jenkins.plugins.greyrelease.image.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.greyrelease.image.Descriptor;
import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.image.Manifest;
import io.jenkins.plugins.greyrelease.image.Platform;
import io.jenkins.plugins.greyrelease.image.Stage;
import io.jenkins.plugins.greyrelease.image.build.AppImageBuild.Content;
import io.jenkins.plugins.greyrelease.image.build.AppImageBuild.Stands;
import io.jenkins.plugins.greyrelease.rehearsal.registry.SampleImage;
import io.jenkins.plugins.greyrelease.rehearsal.registry.Traffic;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Base images and application images, at stand-in registries in virtual time. */
class ImageBuildTest {
    private static final String SCRATCH = """
            from: scratch
            into: /srv/app
            entrypoint: [/opt/start.sh]
            user: "1000"
            files:
              - {from: start.sh, to: /opt/start.sh, executable: true}
            """;
    private static final String ON_HUB = """
            from: hub.example/library/jre:17
            platforms: [linux/amd64, linux/arm64]
            files:
              - {from: start.sh, to: /opt/start.sh, executable: true}
            """;

    @TempDir
    private Path temp;

    private Yard yard;

    @BeforeEach
    void workspace() {
        yard = new Yard(temp);
        yard.workspace.with("bases/java/start.sh", "#!/bin/sh\nexec java\n").zip("cart.jar", Folder.springBoot("v1"));
    }

    /** Also on another JDK: what a build gives rests on its input alone. */
    @Test
    void theSameInputGivesTheSameDigestEverywhere() {
        Built base = yard.stage.end(yard.base(SCRATCH, "1", true));
        assertThat(base.image())
                .hasToString(
                        "test.example/base/java:1@sha256:6d6da0f41e539b318441c38cb6039523db10a462fb0e68188b70b9675e948ba3");
        Built app = yard.stage.end(yard.app(Yard.content("cart.jar"), "1.0"));
        assertThat(app.image())
                .hasToString(
                        "test.example/shop/cart:1.0@sha256:63e8649029c1af3f0ce60b3793ad5239118d3271d551f2b0dd35ad1062dc32bb");
        // named by the tag that moves, so that whoever compares can see a newer one
        assertThat(app.base())
                .contains(ImageRef.of("test.example/base/java:released")
                        .at(base.image().digest().orElseThrow()));
    }

    @Test
    void doingItAgainSendsNothing() {
        yard.stage.end(yard.base(SCRATCH, "1", true));
        Built first = yard.stage.end(yard.app(Yard.content("cart.jar"), "1.0"));
        Built second = yard.stage.end(yard.app(Yard.content("cart.jar"), "1.0"));
        assertThat(second.image()).isEqualTo(first.image());
        assertThat(first.uploaded()).isPositive();
        assertThat(second.uploaded()).isZero();
        assertThat(second.kept()).isEqualTo(first.uploaded() + first.kept());
    }

    @Test
    void anApplicationStandsOnTheReleasedBaseAndSaysSo() {
        Built base = yard.stage.end(yard.base(SCRATCH, "1", true));
        yard.stage.end(yard.base(SCRATCH.replace("1000", "2000"), "2", false));
        Built app = yard.stage.end(yard.app(Yard.content("cart.jar"), "1.0"));
        Manifest manifest = yard.manifest(app.image());
        String digest = base.image().digest().orElseThrow().toString();
        assertThat(manifest.annotations())
                .containsEntry(Labels.BASE_DIGEST, digest)
                .containsEntry(Labels.BASE_NAME, "test.example/base/java:released")
                .containsEntry(Labels.VERSION, "1.0")
                .doesNotContainKeys(Labels.TYPE, Labels.INTO);
        JsonNode config = yard.config(app.image());
        assertThat(config.at("/config/User").asText()).isEqualTo("1000");
        assertThat(config.at("/config/Labels").path(Labels.BASE_DIGEST).asText())
                .isEqualTo(digest);
        // the base knows how its applications start, and where it wants them
        assertThat(config.at("/config").has("Cmd")).isFalse();
        assertThat(config.path("history").toString()).contains("app classes");
        assertThat(manifest.blobs()).hasSize(1 + 1 + 4);
    }

    @Test
    void layersOfTheBaseAreMountedNotSentAgain() {
        yard.stage.end(yard.base(SCRATCH, "1", true));
        long before = yard.stage.traffic(yard.test).mounted();
        yard.stage.end(yard.app(Yard.content("cart.jar"), "1.0"));
        assertThat(yard.stage.traffic(yard.test).mounted()).isGreaterThan(before);
    }

    @Test
    void whereMountsAreRefusedLayersOfTheBaseAreSent() {
        yard.stage.end(yard.base(SCRATCH, "1", true));
        yard.test.faults().refuseMounts(true);
        Built app = yard.stage.end(yard.app(Yard.content("cart.jar"), "1.0"));
        assertThat(app.kept()).isZero();
        assertWhole(app.image());
    }

    @Test
    void aBaseFromAnotherRegistryIsBroughtAlongForEachPlatform() {
        yard.hub.put("library/jre", "17", SampleImage.index("jre", List.of("amd64", "arm64", "s390x"), 3000, 500));
        Built base = yard.stage.end(yard.base(ON_HUB, "1", true));
        assertThat(base.platforms()).containsExactly(Platform.of("linux/amd64"), Platform.of("linux/arm64"));
        Manifest index = yard.manifest(base.image());
        assertThat(index.isIndex()).isTrue();
        assertThat(index.annotations()).containsEntry(Labels.BASE_NAME, "hub.example/library/jre:17");
        Built app = yard.stage.end(
                yard.app(Yard.content("cart.jar"), "1.0", Platform.of("linux/amd64"), Platform.of("linux/arm64")));
        assertWhole(app.image());
        Manifest apps = yard.manifest(app.image());
        assertThat(apps.manifests()).hasSize(2);
        for (Descriptor each : apps.manifests()) {
            ImageRef one = app.image().at(each.digest());
            assertThat(yard.config(one).path("architecture").asText())
                    .isEqualTo(each.platform().orElseThrow().architecture());
        }
    }

    @Test
    void aBaseFromAnotherRegistryIsBroughtOnceForAllApplications() {
        SampleImage jre = SampleImage.of("jre", 30_000, 5000);
        yard.hub.put("library/jre", "17", jre);
        Stands onHub = new Stands(Optional.of(ImageRef.of("hub.example/library/jre:17")), Optional.empty());
        yard.stage.end(yard.app("cart", onHub, Yard.content("cart.jar"), "1.0"));
        assertThat(yard.stage.traffic(yard.hub).down()).isGreaterThanOrEqualTo(35_000);
        Traffic.Amounts before = yard.stage.traffic(yard.test);
        long read = yard.stage.traffic(yard.hub).down();
        Built second = yard.stage.end(yard.app("pay", onHub, Yard.content("cart.jar"), "1.0"));
        assertWhole(second.image());
        Traffic.Amounts after = yard.stage.traffic(yard.test);
        assertThat(after.mounted() - before.mounted()).isEqualTo(35_000);
        // of the base only its configuration is read
        assertThat(yard.stage.traffic(yard.hub).down() - read).isLessThan(1000);
        // and only the application's own bytes are sent
        assertThat(after.up() - before.up()).isEqualTo(second.uploaded()).isLessThan(30_000);
    }

    @Test
    void aBaseThatWasCopiedToTheRegistryIsMountedThoughItIsNamedElsewhere() {
        SampleImage jre = SampleImage.of("jre", 30_000);
        yard.hub.put("library/jre", "17", jre);
        yard.test.put("library/jre", "seventeen", jre);
        Stands onHub = new Stands(Optional.of(ImageRef.of("hub.example/library/jre:17")), Optional.empty());
        Built app = yard.stage.end(yard.app(onHub, Yard.content("cart.jar"), "1.0"));
        assertThat(yard.stage.traffic(yard.test).mounted()).isEqualTo(30_000);
        assertThat(app.kept()).isEqualTo(30_000);
    }

    @Test
    void whatARepositoryHasLostMeanwhileIsBroughtAnew() {
        yard.hub.put("library/jre", "17", SampleImage.of("jre", 30_000));
        Stands onHub = new Stands(Optional.of(ImageRef.of("hub.example/library/jre:17")), Optional.empty());
        yard.stage.end(yard.app("cart", onHub, Yard.content("cart.jar"), "1.0"));
        yard.test.blobs("shop/cart").forEach(blob -> yard.test.lose("shop/cart", blob));
        assertWhole(yard.stage
                .end(yard.app("pay", onHub, Yard.content("cart.jar"), "1.0"))
                .image());
        assertWhole(yard.stage
                .end(yard.app("mail", onHub, Yard.content("cart.jar"), "1.0"))
                .image());
        assertThat(yard.stage.traffic(yard.test).mounted()).isEqualTo(30_000);
    }

    @Test
    void aPlatformThatTheBaseHasNotIsRefused() {
        yard.hub.put("library/jre", "17", SampleImage.index("jre", List.of("amd64", "s390x"), 300));
        assertThat(yard.failure(yard.base(ON_HUB, "1", true)))
                .hasMessageContainingAll(
                        "hub.example/library/jre:17@sha256:", "nothing for linux/arm64", "linux/amd64, linux/s390x");
    }

    @Test
    void aVersionStaysWhatItIs() {
        Built first = yard.stage.end(yard.base(SCRATCH, "1", false));
        assertThat(yard.stage.end(yard.base(SCRATCH, "1", false)).image()).isEqualTo(first.image());
        assertThat(yard.failure(yard.base(SCRATCH.replace("1000", "2000"), "1", true)))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContainingAll(
                        "version 1 of base/java", first.image().digest().get().toString(), "new 'tag'");
        assertThat(yard.test.digest("base/java", "1"))
                .contains(first.image().digest().get().toString());
        assertThat(yard.test.digest("base/java", BaseImages.RELEASED)).isEmpty();
    }

    @Test
    void oneVersionIsReleasedAtATimeAndTheListSaysWhich() {
        yard.stage.end(yard.base(SCRATCH, "1", true));
        Built second = yard.stage.end(yard.base(SCRATCH.replace("1000", "2000"), "2", true));
        BaseVersions versions = yard.stage.end(BaseImages.versions(yard.stage.client(yard.test), "base/java"));
        assertThat(versions.oldestFirst()).extracting(BaseImages.Version::shown).containsExactly("1", "2");
        assertThat(versions.released())
                .contains(new BaseImages.Version(second.image().digest().get(), List.of("2"), true, Instant.EPOCH));
        Built app = yard.stage.end(yard.app(Yard.content("cart.jar"), "1.0"));
        BuiltOn told = yard.stage.end(
                BuiltOn.read(yard.stage.client(yard.test), app.image().repository(), "1.0"));
        assertThat(told.image()).isEqualTo(app.image().digest().orElseThrow());
        assertThat(versions.behind(told.base().orElseThrow())).hasValue(0);
        assertThat(told.name()).contains("test.example/base/java:released");
    }

    @Test
    void whatIsNotSaidOfTheSourceIsTakenFromTheCheckout() {
        yard.workspace
                .with(".git/HEAD", "a".repeat(40))
                .with(".git/config", "[remote \"origin\"]\nurl = https://ci:s3cret@git.example/shop/cart.git\n");
        yard.stage.end(yard.base(SCRATCH, "1", true));
        Built app = yard.stage.end(yard.app(Yard.content("cart.jar"), "1.0"));
        assertThat(yard.manifest(app.image()).annotations())
                .containsEntry(Labels.SOURCE, "https://git.example/shop/cart.git")
                .containsEntry(Labels.REVISION, "a".repeat(40))
                .containsEntry(Labels.CREATED, "1970-01-01T00:00:00Z");
        assertThat(yard.log)
                .contains("built from " + "a".repeat(40) + " of https://git.example/shop/cart.git")
                .anyMatch(
                        line -> line.startsWith("the checkout does not tell all that it might: when " + "a".repeat(40)))
                .noneMatch(line -> line.contains("s3cret"));
        // another commit does not make another version of a base
        assertThat(yard.manifest(ImageRef.of("test.example/base/java:1")).annotations())
                .doesNotContainKey(Labels.REVISION);
    }

    @Test
    void withoutAReleasedBaseItSaysWhereItLooked() {
        assertThat(yard.failure(yard.app(Yard.content("cart.jar"), "1.0")))
                .hasMessageContainingAll(
                        "no base image of type 'java'", "test.example/shop/base/java:released",
                        "test.example/base/java:released", "release: true");
    }

    @Test
    void aBaseThatIsNotThereOrCannotBeReachedIsNamed() {
        Stands missing = new Stands(Optional.of(ImageRef.of("hub.example/library/jre:99")), Optional.empty());
        assertThat(yard.failure(yard.app(missing, Yard.content("cart.jar"), "1.0")))
                .hasMessageContainingAll("base image hub.example/library/jre:99 is not there", "knows no '99'");
        Stands nowhere = new Stands(Optional.of(ImageRef.of("quay.example/jre:1")), Optional.empty());
        assertThatThrownBy(() -> yard.stage.end(yard.app(nowhere, Yard.content("cart.jar"), "1.0")))
                .hasMessageContaining("there is no way to quay.example");
    }

    @Test
    void configurationIsTheLastLayerAndTheMainClassIsRunWhereTheBaseSaysNothing() {
        yard.hub.put("library/jre", "17", SampleImage.of("jre", 300));
        yard.workspace.with("conf/app.yml", "a: 1");
        Stands jre = new Stands(Optional.of(ImageRef.of("hub.example/library/jre:17")), Optional.empty());
        Built app = yard.stage.end(yard.app(
                jre,
                new Content(
                        "cart.jar",
                        Optional.of("/opt/cart"),
                        Optional.of("conf"),
                        Optional.of("/etc/cart"),
                        List.of(),
                        List.of()),
                "1.0"));
        JsonNode config = yard.config(app.image());
        JsonNode history = config.path("history");
        assertThat(history.get(history.size() - 1).path("comment").asText()).isEqualTo("configuration");
        assertThat(config.at("/config/Cmd").toString())
                .isEqualTo("[\"java\",\"-cp\",\"/opt/cart\",\"org.springframework.boot.loader.launch.JarLauncher\"]");
    }

    @Test
    void anUploadThatIsCutGoesOn() {
        StringBuilder noise = new StringBuilder();
        new SplittableRandom(1).ints(3 * Stage.CHUNK, 33, 126).forEach(each -> noise.append((char) each));
        yard.workspace.with("bases/java/start.sh", noise.toString());
        yard.test.faults().cutUpload(1, false);
        Built base = yard.stage.end(yard.base(SCRATCH, "1", true));
        assertWhole(base.image());
    }

    @Test
    void aRegistryThatIsFullSaysSoAndNothingIsTagged() {
        yard.test.faults().quota("base", 10);
        assertThat(yard.stage.failure(yard.base(SCRATCH, "1", true)))
                .hasMessageContainingAll("registry test", "base/java")
                .message()
                .containsIgnoringCase("quota");
        assertThat(yard.test.digest("base/java", "1")).isEmpty();
    }

    @Test
    void stoppedItTagsNothing() {
        yard.halt.stop("ada");
        assertThatThrownBy(() -> yard.stage.end(yard.base(SCRATCH, "1", true))).hasMessageContaining("stopped by ada");
        assertThat(yard.test.digest("base/java", "1")).isEmpty();
    }

    @Test
    void filesThatAreRefusedReachNoRegistry() {
        yard.workspace.with("bases/java/keys/id_rsa", "x");
        assertThat(yard.failure(yard.base("""
                        from: scratch
                        files:
                          - {from: keys, to: /opt/keys}
                        """, "1", true)))
                .isInstanceOf(LayerException.class)
                .hasMessageContaining("bases/java/keys/id_rsa (");
        assertThat(yard.stage.traffic(yard.test).up()).isZero();
    }

    @Test
    void layersAreDeletedOnceTheyAreNotNeededAnyMore() {
        LayerOrder order = DefinitionReader.read("bases/java", SCRATCH).layers();
        Layers layers = yard.stage.end(yard.bench().layers().apply(order));
        Path file = Path.of(layers.made().layers().get(0).file());
        assertThat(file).exists();
        layers.close();
        assertThat(file.getParent()).doesNotExist();
    }

    /** Everything that the manifests name is there. */
    private void assertWhole(ImageRef image) {
        Manifest manifest = yard.manifest(image);
        for (Descriptor each : manifest.manifests()) {
            assertWhole(image.at(each.digest()));
        }
        assertThat(yard.test.blobs(image.repository()))
                .containsAll(manifest.blobs().stream()
                        .map(each -> each.digest().toString())
                        .toList());
    }
}
