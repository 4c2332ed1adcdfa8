package io.jenkins.plugins.greyrelease.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientCertificateTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path dir;

    /** The JDK has no public way to make a certificate but its own tool. */
    private KeyStore store() throws Exception {
        Path file = dir.resolve("store.p12");
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process made = new ProcessBuilder(
                        tool.toString(),
                        "-genkeypair",
                        "-alias",
                        "grey",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=grey",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(said).isZero();
        return KeyStore.getInstance(file.toFile(), PASSWORD);
    }

    @Test
    void becomesPemTextsOfTheWholeChainAndTheKey() throws Exception {
        KeyStore store = store();
        ClientCertificate pair = ClientCertificate.of(store, PASSWORD);
        assertThat(CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(pair.certificate().getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(store.getCertificate("grey"));
        String body = pair.key()
                .replace("-----BEGIN PRIVATE KEY-----", "")
                .replace("-----END PRIVATE KEY-----", "")
                .replaceAll("\\s", "");
        PrivateKey key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
        assertThat(key).isEqualTo(store.getKey("grey", PASSWORD));
        assertThat(pair).hasToString("a client certificate");
    }

    @Test
    void aStoreThatCannotBeReadOrHoldsNoKeyIsRefusedWithoutItsPassword() throws Exception {
        KeyStore store = store();
        assertThatThrownBy(() -> ClientCertificate.of(store, "wrong-password".toCharArray()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("its key store cannot be read (")
                .hasMessageNotContaining("wrong");
        store.deleteEntry("grey");
        assertThatThrownBy(() -> ClientCertificate.of(store, PASSWORD))
                .hasMessage("its key store has no certificate with a key");
    }
}
