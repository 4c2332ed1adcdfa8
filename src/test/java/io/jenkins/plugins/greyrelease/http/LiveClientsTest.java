package io.jenkins.plugins.greyrelease.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.jenkins.plugins.greyrelease.http.HttpFailure.Reason;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JDK's client over TLS: who is trusted, and what is said where nobody vouches. */
class LiveClientsTest {
    private static final String PASSWORD = "changeit";
    private static final LiveScheduler SCHEDULER = new LiveScheduler(1, failure -> {});

    @TempDir
    static Path dir;

    private static HttpsServer server;
    private static String certificate;

    @BeforeAll
    static void serve() throws Exception {
        KeyStore keys = generated();
        byte[] encoded = keys.getCertificate("server").getEncoded();
        certificate = "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                + "\n-----END CERTIFICATE-----\n";
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            byte[] body = exchange.getProtocol().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        SCHEDULER.close();
    }

    private static KeyStore generated() throws Exception {
        Path file = dir.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=server",
                        "-ext",
                        "SAN=IP:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static Reply ask(Optional<String> authorities) throws Exception {
        HttpClient client = LiveClients.of(HttpClient.newBuilder(), authorities);
        PatientClient patient = new PatientClient(client, SCHEDULER, new RandomIds(), Patience.USUAL);
        URI uri = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/");
        return new Caller("registry gd9", patient)
                .send("look for cart", HttpRequest.newBuilder(uri).GET().build())
                .get(1, TimeUnit.MINUTES);
    }

    @Test
    void aServerWhoseAuthorityIsGivenIsTalkedToWithHttp11() throws Exception {
        assertThat(ask(Optional.of(certificate)).text()).isEqualTo("HTTP/1.1");
    }

    @Test
    void aServerThatNobodyVouchesForIsNotTalkedTo() {
        assertThatThrownBy(() -> ask(Optional.empty())).cause().isInstanceOfSatisfying(HttpFailure.class, failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
            assertThat(failure)
                    .hasMessageContaining("registry gd9: look for cart: no TLS with 127.0.0.1:")
                    .hasMessageEndingWith("check its certificate, and that this Java trusts who signed it");
        });
    }

    @Test
    void whatIsNoCertificateIsRefused() {
        assertThatThrownBy(() -> LiveClients.of(HttpClient.newBuilder(), Optional.of("no certificate")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("certificate");
        assertThatThrownBy(() -> LiveClients.of(HttpClient.newBuilder(), Optional.of("")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no certificate in the PEM text");
    }

    @Test
    void redirectsAreLeftToTheCaller() {
        HttpClient client =
                LiveClients.of(HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS), Optional.empty());
        assertThat(client.followRedirects()).isEqualTo(HttpClient.Redirect.NEVER);
        assertThat(client.connectTimeout()).isPresent();
    }
}
