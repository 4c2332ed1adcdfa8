package io.jenkins.plugins.greyrelease.image;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.Patience;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** A real registry, that of Debian's package {@code docker-registry}, as a process of its own on loopback. */
public final class DebianRegistry implements AutoCloseable {
    public static final String USER = "robot";
    public static final String PASSWORD = "s3cret-of-the-robot";

    private static final int TRIES = 200;

    private final Process process;
    private final int port;

    private DebianRegistry(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The programs that are not on the path. */
    private static List<String> missing() {
        return Stream.of("docker-registry", "skopeo")
                .filter(program -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .noneMatch(folder -> Files.isExecutable(Path.of(folder, program))))
                .toList();
    }

    /** Skips a test, and says so, where they are not installed. */
    public static void orSkip(Class<?> test) {
        List<String> missing = missing();
        if (!missing.isEmpty()) {
            String reason = test.getSimpleName() + " is skipped: not installed: " + String.join(", ", missing)
                    + " (apt-get install docker-registry skopeo)";
            System.out.println(reason);
            Assumptions.abort(reason);
        }
    }

    /**
     * Starts one and waits until it listens.
     *
     * @param folder for its configuration, log and images
     */
    public static DebianRegistry start(Path folder) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path users = folder.resolve("users");
        Files.writeString(users, USER + ":" + new BCryptPasswordEncoder(4).encode(PASSWORD) + "\n");
        Path config = folder.resolve("config.yml");
        Files.writeString(config, """
                version: 0.1
                log: {level: error, accesslog: {disabled: true}}
                storage: {filesystem: {rootdirectory: '%s'}}
                auth: {htpasswd: {realm: test, path: '%s'}}
                http: {addr: '127.0.0.1:%d', secret: of-this-test}
                """.formatted(folder.resolve("images"), users, port));
        File log = folder.resolve("log").toFile();
        Process process = new ProcessBuilder("docker-registry", "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        for (int i = 0; i < TRIES && process.isAlive(); i++) {
            try (Socket open = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return new DebianRegistry(process, open.getPort());
            } catch (IOException notYet) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
        process.destroyForcibly();
        throw new IOException("docker-registry does not listen: " + Files.readString(log.toPath()));
    }

    /** As image references begin with it. */
    public String host() {
        return "127.0.0.1:" + port;
    }

    /** Us, in front of it. */
    public Registry client(String name, HttpClient through, Scheduler scheduler, String password, int chunk) {
        return new DistributionRegistry(
                name,
                URI.create("http://" + host()),
                () -> new Login.Basic(USER, password),
                new PatientClient(through, scheduler, new RandomIds(), Patience.USUAL),
                chunk);
    }

    /** What skopeo says of something in this registry. */
    public String skopeo(String... words) throws IOException, InterruptedException {
        Process asked = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (asked.waitFor() != 0) {
            throw new IOException(String.join(" ", words) + ": " + said);
        }
        return said;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
