package io.jenkins.plugins.greyrelease.kube.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is trusted, and how a client certificate proves who we are. */
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path dir;

    private static KeyStore server;
    private static KeyStore client;
    private static HttpsServer https;

    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void serve() throws Exception {
        server = generated("server", "RSA", "SAN=IP:127.0.0.1");
        client = generated("client", "EC", "SAN=DNS:client");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(server, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("client", client.getCertificate("client"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        https.createContext(
                "/",
                exchange -> ScriptedServer.send(exchange, 200, "application/json", ScriptedServer.configMap("one")));
        https.start();
    }

    @AfterAll
    static void stop() {
        https.stop(0);
    }

    @Test
    void aClientCertificateOpensAServerWhoseAuthorityIsGiven() throws Exception {
        Login login = new Login.Certificate(
                url(), Optional.of(certificate(server, "server")), certificate(client, "client"), key());

        assertThat(ask(login).getMetadata().getName()).isEqualTo("one");
    }

    @Test
    void aServerThatNobodyVouchesForIsNotTalkedTo() throws Exception {
        Login login = new Login.Certificate(url(), Optional.empty(), certificate(client, "client"), key());

        KubeException refusal = refused(login);
        assertThat(refusal.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(refusal).hasMessageContaining("no secure connection").hasMessageContaining("CA certificate");
    }

    @Test
    void aKeyThatIsNoneIsRefusedWithoutQuotingIt() throws Exception {
        Login login = new Login.Certificate(
                url(),
                Optional.of(certificate(server, "server")),
                certificate(client, "client"),
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");

        KubeException refusal = refused(login);
        assertThat(refusal.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(refusal).hasMessageContaining("the login cannot be used").hasMessageNotContaining("AAAA");
    }

    private ConfigMap ask(Login login) {
        try (LiveScheduler scheduler = new LiveScheduler(1, errors::add);
                KubernetesFleet fleet =
                        new KubernetesFleet(FleetSpec.simulated(List.of("gd9-a")), cluster -> login, scheduler)) {
            return ScriptedServer.get(fleet.fleet().members().get(0).cluster().get(Kind.CONFIG_MAP, "shop", "one"));
        } finally {
            assertThat(errors).isEmpty();
        }
    }

    private KubeException refused(Login login) {
        try {
            throw new AssertionError("it answered " + ask(login));
        } catch (KubeException e) {
            return e;
        }
    }

    private static String url() {
        return "https://127.0.0.1:" + https.getAddress().getPort();
    }

    private static String certificate(KeyStore store, String alias) throws Exception {
        Certificate certificate = store.getCertificate(alias);
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    private static String key() throws Exception {
        return pem("PRIVATE KEY", client.getKey("client", PASSWORD).getEncoded());
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + what
                + "-----\n";
    }

    /** A key and a certificate that it signed itself, by the tool that comes with Java. */
    private static KeyStore generated(String alias, String algorithm, String extension) throws Exception {
        Path file = dir.resolve(alias + ".p12");
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(List.of(
                        tool.toString(),
                        "-genkeypair",
                        "-alias",
                        alias,
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=" + alias,
                        "-ext",
                        extension,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD)))
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve(alias + ".log").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }
}
