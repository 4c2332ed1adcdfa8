package io.jenkins.plugins.greyrelease.image.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.image.Platform;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole images, by digest, of every kind of input. The digests are promises: they hold for every Java runtime, and who
 * changes them sends all layers of all users again.
 */
class SameDigestTest {
    private static final String DEFINITION = """
            from: scratch
            into: /srv/app
            platforms: [linux/amd64, linux/arm64]
            environment: {B: "2", A: "1"}
            labels: {z: last, a: first}
            user: "1000"
            entrypoint: [/opt/start.sh]
            files:
              - {from: opt, to: /opt, executable: true}
            """;

    private static final Map<String, String> PROMISED = new LinkedHashMap<>();

    static {
        PROMISED.put("base", "sha256:ffab803c4bbd79642620c436cf13eb1cb24b8da6233d5f787c16e7264b049134");
        PROMISED.put("jar", "sha256:36a4c14f94ee2e5e58cb6ec83f0fea8bb376d1463c9527a61afaf5c73a21de31");
        PROMISED.put("war", "sha256:9de69e5bc408470ebf8ce622432499444c5fb6a4ad17b4d1e5040c6dab143e75");
        PROMISED.put("tar", "sha256:0c6e942447ed2fdaef501b2a2050c64bdfacb803b565a402ce1e49ab7bd9b599");
        PROMISED.put("folder", "sha256:aeadd865f5108d7dfb254113c419fca08946afd697d6357ebc8ad66ea30fbeb7");
    }

    @TempDir
    private Path temp;

    @Test
    void everyKindOfInputGivesTheDigestThatWasPromised() throws IOException {
        assertThat(digests(temp, false)).isEqualTo(PROMISED);
    }

    /** Another process: Turkish, at another time of day, with files that only their owner may read, made in another order. */
    @Test
    void neitherLanguageNorTimeZoneNorPermissionsNorOrderOfFilesMatter() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "umask 077; exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx200m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Duser.language=tr"));
        command.addAll(
                List.of("-Duser.country=TR", "-Duser.timezone=Pacific/Kiritimati", "-Dfile.encoding=ISO-8859-9"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SameDigestTest.class.getName()));
        command.add(temp.toString());
        File said = temp.resolve("said").toFile();
        Process other = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said)
                .start();
        assertThat(other.waitFor(2, TimeUnit.MINUTES)).isTrue();

        assertThat(said)
                .content()
                .contains(PROMISED.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .toList());
        assertThat(other.exitValue()).isZero();
    }

    /** Prints the digests, for the test above and for whoever wants to see those of another runtime. */
    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        digests(Path.of(args[0]), true).forEach((kind, digest) -> out.println(kind + "=" + digest));
    }

    private static Map<String, String> digests(Path root, boolean backwards) throws IOException {
        Yard yard = new Yard(root);
        Map<String, String> files = new TreeMap<>();
        for (String name : List.of("I", "a", "i/I.txt", "b/deep/er", "z")) {
            files.put("bases/java/opt/" + name, "#!/bin/sh\n# " + name + "\n".repeat(300));
            files.put("dist/" + name, "dist " + name);
        }
        List<String> order = new ArrayList<>(files.keySet());
        order.sort(backwards ? (a, b) -> b.compareTo(a) : String::compareTo);
        order.forEach(name -> yard.workspace.with(name, files.get(name)));
        yard.workspace.zip("cart.jar", Folder.springBoot("v1"));
        Map<String, String> war = new LinkedHashMap<>();
        war.put("index.jsp", "<%= 1 %>");
        war.put("WEB-INF/classes/Cart.class", "code");
        war.put("WEB-INF/lib/jackson-2.19.jar", "jackson");
        yard.workspace.zip("cart.war", war);
        yard.workspace.bytes("cart.tar", tar());

        Map<String, String> digests = new LinkedHashMap<>();
        digests.put("base", digest(yard.stage.end(yard.base(DEFINITION, "1", true))));
        for (String artifact : List.of("cart.jar", "cart.war", "cart.tar", "dist")) {
            Built app = yard.stage.end(
                    yard.app(Yard.content(artifact), artifact, Platform.of("linux/amd64"), Platform.of("linux/arm64")));
            digests.put(artifact.equals("dist") ? "folder" : artifact.substring(5), digest(app));
        }
        return digests;
    }

    private static byte[] tar() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry run = new TarArchiveEntry("bin/run");
            run.setMode(0100755);
            run.setSize(1);
            tar.putArchiveEntry(run);
            tar.write('x');
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    private static String digest(Built built) {
        return built.image().digest().orElseThrow().toString();
    }
}
