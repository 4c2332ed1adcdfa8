package io.jenkins.plugins.greyrelease.image.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.image.build.LayerOrder.Kind;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder.Mode;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerMakerTest {
    @TempDir
    private Path temp;

    private Folder workspace;
    private int made;

    @BeforeEach
    void files() throws IOException {
        workspace = new Folder(Files.createDirectory(temp.resolve("workspace")));
    }

    /** The very digests, also of another JDK on another machine: who changes them breaks the caches of all users. */
    @Test
    void theSameFilesGiveTheSameLayersEverywhere() throws IOException {
        workspace
                .with("conf/app.properties", "a=1\n".repeat(1000))
                .runnable("conf/bin/start.sh", "#!/bin/sh\nexec java\n");
        LayerFile layer = only(make(part("conf", "/opt/app")));
        assertThat(layer.diffId()).isEqualTo("sha256:4641ddc7998d060f1141f4c782a8291774e6e9b4a6fccabfc16820c6526a3460");
        assertThat(layer.digest()).isEqualTo("sha256:8bb1a0c4b0f71ef45b799c3405c3c2fbff2957dc2c261014131607a1190b7c7f");
        assertThat(layer.files()).isEqualTo(2);
    }

    @Test
    void whenAndHowFilesWereCheckedOutMakesNoDifference() throws IOException {
        workspace.with("conf/a", "a").with("conf/b/c", "c");
        LayerFile once = only(make(part("conf", "/opt")));
        workspace
                .writtenAt("conf/a", 1_000_000)
                .permissions("conf/a", "rw-rw-rw-")
                .permissions("conf/b", "rwx------");
        assertThat(only(make(part("conf", "/opt"))).digest()).isEqualTo(once.digest());
        workspace.permissions("conf/a", "rwxr-xr-x");
        assertThat(only(make(part("conf", "/opt"))).digest()).isNotEqualTo(once.digest());
    }

    @Test
    void ownersTimesAndPermissionsAreFixed() throws IOException {
        workspace.runnable("bin/run", "x").with("bin/data", "y");
        LayerFile layer = only(make(part("bin", "/opt/bin")));
        List<String> entries = new ArrayList<>();
        try (TarArchiveInputStream tar = tar(layer)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.add(entry.getName() + " " + Integer.toOctalString(entry.getMode() & 0777) + " "
                        + entry.getLongUserId() + ":" + entry.getLongGroupId() + " "
                        + entry.getLastModifiedTime().toMillis());
            }
        }
        assertThat(entries)
                .containsExactly(
                        "opt/ 755 0:0 1000",
                        "opt/bin/ 755 0:0 1000",
                        "opt/bin/data 644 0:0 1000",
                        "opt/bin/run 755 0:0 1000");
    }

    @Test
    void aJarBecomesLayersThatChangeSeldomAndOften() throws IOException {
        workspace.zip("cart.jar", Folder.springBoot("v1"));
        MadeLayers first = make(artifact("cart.jar"));
        assertThat(first.mainClass()).isEqualTo("org.springframework.boot.loader.launch.JarLauncher");
        assertThat(first.layers())
                .extracting(LayerFile::name)
                .containsExactly("app dependencies", "app snapshots", "app resources", "app classes");
        assertThat(names(first.layers().get(0)))
                .contains(
                        "app/BOOT-INF/lib/jackson-2.19.jar",
                        "app/org/springframework/boot/loader/launch/JarLauncher.class");
        workspace.zip("cart.jar", Folder.springBoot("v2"));
        MadeLayers second = make(artifact("cart.jar"));
        for (int i = 0; i < 3; i++) {
            assertThat(second.layers().get(i).digest())
                    .isEqualTo(first.layers().get(i).digest());
        }
        assertThat(second.layers().get(3).digest())
                .isNotEqualTo(first.layers().get(3).digest());
    }

    @Test
    void aTarKeepsWhichOfItsFilesCanBeRun() throws IOException {
        try (var out = Files.newOutputStream(workspace.path("dist.tar.gz"));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
            TarArchiveEntry run = new TarArchiveEntry("bin/run");
            run.setMode(0100777);
            run.setSize(1);
            tar.putArchiveEntry(run);
            tar.write('x');
            tar.closeArchiveEntry();
        }
        LayerFile layer = only(make(artifact("dist.tar.gz")));
        try (TarArchiveInputStream tar = tar(layer)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                assertThat(entry.getMode() & 0777).isEqualTo(0755);
            }
        }
        assertThat(names(layer)).contains("app/bin/run");
    }

    @Test
    void filesThatLookLikeCredentialsAreRefusedAllTogetherByName() throws IOException {
        workspace
                .with("dist/.env", "PASSWORD=x")
                .with("dist/.env.example", "PASSWORD=")
                .with("dist/tls/server.pem", "-----BEGIN RSA PRIVATE KEY-----")
                .with("dist/tls/ca.pem", "-----BEGIN CERTIFICATE-----")
                .with("dist/.docker/config.json", "{}")
                .with("dist/home/id_rsa", "x")
                .with("dist/kubeconfig", "x")
                .with("dist/.git/config", "url = https://user:secret@git.example")
                .with("dist/index.html", "hello");
        assertThatThrownBy(() -> make(artifact("dist")))
                .isInstanceOf(LayerException.class)
                .hasMessageContainingAll(
                        "dist/.env (",
                        "dist/tls/server.pem (a private key)",
                        "dist/.docker/config.json",
                        "dist/home/id_rsa",
                        "dist/kubeconfig",
                        "dist/.git/config",
                        "'allow'")
                .message()
                .doesNotContain("ca.pem", ".env.example", "index.html", "secret@");
    }

    @Test
    void whatIsNamedGoesInAllTheSame() throws IOException {
        workspace.with("dist/.env", "MODE=test").with("own/.env", "MODE=test");
        MadeLayers layers = LayerMaker.make(
                temp.resolve("workspace"),
                new LayerOrder(
                        "",
                        List.of(
                                new Part("app", Kind.ARTIFACT, "dist", "/app", Mode.AS_THEY_ARE),
                                new Part("files", Kind.FILES, "own/.env", "/app/test.env", Mode.AS_THEY_ARE)),
                        List.of("dist/.env")),
                into());
        assertThat(names(layers.layers().get(0))).contains("app/.env");
        assertThat(names(layers.layers().get(1))).contains("app/test.env");
    }

    @Test
    void credentialsInsideOfAnArchiveAreFoundToo() throws IOException {
        workspace.zip("shop.war", Map.of("WEB-INF/classes/id_rsa", "x"));
        assertThatThrownBy(() -> make(artifact("shop.war"))).hasMessageContaining("shop.war!/WEB-INF/classes/id_rsa (");
    }

    @Test
    void nothingOutsideOfTheWorkspaceGetsIn() throws IOException {
        Path secret = Files.writeString(temp.resolve("secret"), "x");
        workspace.with("dist/a", "a").link("dist/out", secret).link("elsewhere", temp);
        assertThatThrownBy(() -> make(artifact("dist")))
                .hasMessageContaining("dist/out is a link that leads to nothing, to a folder, or out of dist");
        assertThatThrownBy(() -> make(part("elsewhere/secret", "/x")))
                .hasMessageContaining("elsewhere/secret leads out of the workspace");
    }

    @Test
    void anArchiveThatClimbsOutIsNotUnpacked() throws IOException {
        workspace.zip("evil.zip", Map.of("../../outside.txt", "x"));
        assertThatThrownBy(() -> make(artifact("evil.zip")))
                .hasMessageContainingAll("evil.zip", "../../outside.txt", "leads out of the folder");
        assertThat(temp.resolve("outside.txt")).doesNotExist();
    }

    @Test
    void whatIsMissingOrNoArchiveIsNamed() throws IOException {
        workspace.with("broken.jar", "no zip").with("app.rpm", "x");
        assertThatThrownBy(() -> make(artifact("target/cart.jar"))).hasMessage("target/cart.jar is not there");
        assertThatThrownBy(() -> make(artifact("broken.jar"))).hasMessageContaining("broken.jar: is no archive");
        assertThatThrownBy(() -> make(artifact("app.rpm"))).hasMessageContaining("must be a .jar, .war, .zip");
    }

    @Test
    void linksInsideOfAFolderAreFollowed() throws IOException {
        workspace.with("dist/v1.js", "x").link("dist/current.js", Path.of("v1.js"));
        assertThat(names(only(make(artifact("dist"))))).contains("app/current.js", "app/v1.js");
    }

    private static Part part(String from, String to) {
        return new Part("files", Kind.FILES, from, to, Mode.AS_THEY_ARE);
    }

    private static Part artifact(String from) {
        return new Part("app", Kind.ARTIFACT, from, "/app", Mode.AS_THEY_ARE);
    }

    private MadeLayers make(Part part) throws IOException {
        return LayerMaker.make(temp.resolve("workspace"), new LayerOrder("", List.of(part), List.of()), into());
    }

    private Path into() throws IOException {
        return Files.createDirectory(temp.resolve("layers-" + made++));
    }

    private static LayerFile only(MadeLayers layers) {
        assertThat(layers.layers()).hasSize(1);
        return layers.layers().get(0);
    }

    private static List<String> names(LayerFile layer) throws IOException {
        List<String> names = new ArrayList<>();
        try (TarArchiveInputStream tar = tar(layer)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    private static TarArchiveInputStream tar(LayerFile layer) throws IOException {
        InputStream in = Files.newInputStream(Path.of(layer.file()));
        return new TarArchiveInputStream(new GZIPInputStream(in));
    }
}
