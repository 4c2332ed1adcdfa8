package io.jenkins.plugins.greyrelease.marked;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.logging.Logger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Plants a secret wherever one could be, and looks whether it is found. */
class LeaksTest {
    private static final long SEED = 7;

    private final Marks marks = new Marks(SEED);
    private final String secret = marks.password("the password");
    private final Leaks leaks = new Leaks(marks);

    @Test
    void whatHasNoSecretInItIsClean() {
        leaks.in("text", "cart 1.2 was released; authorization: Basic ****")
                .in("failure", new IllegalStateException("no", new IOException("EOF")))
                .in("other secrets", new Marks(SEED + 1).password("the password"));
        assertThat(leaks.found()).isEmpty();
        assertThat(leaks.looked()).isPositive();
    }

    @Test
    void aSecretIsFoundHoweverItIsWritten() throws IOException {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        assertFound(secret);
        assertFound(secret.substring(0, 12));
        assertFound(secret.substring(secret.length() - 12));
        assertFound(secret.toUpperCase());
        assertFound(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        assertFound(new ObjectMapper().writeValueAsString(secret));
        assertFound(HexFormat.of().withUpperCase().formatHex(bytes));
        assertFound(Base64.getEncoder().encodeToString(bytes));
        assertFound(new StringBuilder(secret).reverse().toString());
        String twice = Base64.getEncoder().encodeToString(bytes);
        assertFound(Base64.getEncoder().encodeToString(twice.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "me", "me:", "robot$release:"})
    void aSecretIsFoundInTheHeaderOfAnyUser(String before) {
        byte[] both = (before + secret).getBytes(StandardCharsets.UTF_8);
        assertFound("Basic " + Base64.getEncoder().encodeToString(both));
        assertFound(Base64.getUrlEncoder().withoutPadding().encodeToString(both));
    }

    private void assertFound(String text) {
        assertThat(marks.in("before " + text + " after")).as(text).isNotEmpty();
    }

    @Test
    void whatIsToldOfALeakDoesNotLeak() {
        leaks.in("log", "login failed for me:" + secret);
        assertThat(leaks.found()).singleElement().asString().startsWith("log: as it is: …login failed for me:<SECRET>");
        assertThat(marks.in(leaks.found().toString())).isEmpty();
    }

    @Test
    void aSecretIsFoundInWhateverAnExceptionCameFromAndInWhatWasPutAside() {
        Exception aside = new Exception("outer");
        aside.addSuppressed(new Exception("middle", new IOException("bad header " + secret)));
        assertThat(new Leaks(marks).in("run", aside).found()).anyMatch(each -> each.contains("put aside, its cause"));
        Exception quiet = new Exception("nothing") {
            @Override
            public String toString() {
                return "with " + secret;
            }
        };
        assertThat(new Leaks(marks).in("run", quiet).found()).isNotEmpty();
    }

    @Test
    void aSecretIsFoundInAFileItsNameAndWhatIsPackedInIt(@TempDir Path dir) throws IOException {
        Files.writeString(dir.resolve("credentials"), secret);
        assertThat(new Leaks(marks).in(dir, Set.of("credentials")).found()).isEmpty();
        Files.writeString(dir.resolve("report.html"), "<p>" + secret + "</p>");
        Files.createDirectory(dir.resolve(marks.token("a token")));
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(dir.resolve("old.gz")))) {
            packed.write(secret.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(new Leaks(marks).in(dir, Set.of("credentials")).found())
                .anyMatch(each -> each.startsWith("file report.html: "))
                .anyMatch(each -> each.startsWith("the name of a file: "))
                .anyMatch(each -> each.startsWith("file old.gz, unpacked: "));
    }

    @Test
    @ResourceLock("loggers")
    void whateverIsLoggedIsHeard() {
        try (Overheard ears = new Overheard()) {
            Logger.getLogger("okhttp3.OkHttpClient").finest("sent " + secret);
            LoggerFactory.getLogger("io.fabric8.kubernetes").trace("came {}", marks.token("a token"));
            assertThat(ears.heard()).contains("sent " + secret, "came " + marks.token("a token"));
        }
        try (Overheard later = new Overheard()) {
            assertThat(later.heard()).doesNotContain("sent ");
        }
    }
}
