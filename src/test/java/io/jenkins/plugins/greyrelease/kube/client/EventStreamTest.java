package io.jenkins.plugins.greyrelease.kube.client;

import static io.jenkins.plugins.greyrelease.kube.client.ScriptedServer.configMap;
import static io.jenkins.plugins.greyrelease.kube.client.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.kube.Watch;
import io.jenkins.plugins.greyrelease.kube.WatchListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Watches of the real client, byte for byte. */
class EventStreamTest {
    private volatile String token = "t-first";
    private final ScriptedServer server = new ScriptedServer(() -> token);
    private final Heard heard = new Heard();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void asksForBookmarksAndAnEndAndTellsWhatComesHoweverItIsCut() throws Exception {
        String events = "{\"type\":\"ADDED\",\"object\":" + configMap("one") + "}\n"
                + "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"ConfigMap\",\"metadata\":{\"resourceVersion\":\"12\"}}}\n";
        server.then(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (byte each : events.getBytes(StandardCharsets.UTF_8)) {
                exchange.getResponseBody().write(each);
                exchange.getResponseBody().flush();
            }
            exchange.close();
        });
        watch();

        assertThat(heard.end().reason()).isEqualTo(KubeException.Reason.UNREACHABLE);
        assertThat(heard.end()).hasMessageContaining("the server ended the watch");
        assertThat(heard.lines).containsExactly("opened", "ADDED one", "bookmark 12");
        assertThat(server.last().line())
                .startsWith("GET /api/v1/namespaces/shop/configmaps?watch=true&allowWatchBookmarks=true"
                        + "&resourceVersion=5&timeoutSeconds=")
                .endsWith("&labelSelector=app%3Dcart");
    }

    @Test
    void anExpiredVersionIsSaidInTheStreamOrAtOnce() throws Exception {
        server.then(exchange -> lines(
                exchange,
                "{\"type\":\"ERROR\",\"object\":" + status(410, "Expired", "too old resource version") + "}"));
        watch();
        assertThat(heard.end().reason()).isEqualTo(KubeException.Reason.EXPIRED);
        assertThat(heard.lines).containsExactly("opened");

        server.then(410, status(410, "Expired", "too old resource version"));
        Heard second = new Heard();
        server.cluster().watch(Kind.CONFIG_MAP, "shop", Selector.EVERYTHING, "5", second);
        assertThat(second.end().reason()).isEqualTo(KubeException.Reason.EXPIRED);
        assertThat(second.lines).isEmpty();
    }

    @Test
    void aLineThatIsNoEventEndsIt() throws Exception {
        server.then(exchange -> lines(exchange, "<html>session over</html>"));
        watch();

        assertThat(heard.end().reason()).isEqualTo(KubeException.Reason.SERVER_ERROR);
        assertThat(heard.end()).hasMessageContaining("the answer cannot be read");
    }

    @Test
    void aLineWithoutEndIsNotReadForEver() throws Exception {
        server.then(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] nonsense = new byte[1 << 20];
            try {
                for (int i = 0; i < 40; i++) {
                    exchange.getResponseBody().write(nonsense);
                }
            } finally {
                exchange.close();
            }
        });
        watch();

        assertThat(heard.end().reason()).isEqualTo(KubeException.Reason.SERVER_ERROR);
        assertThat(heard.end()).hasMessageContaining("a line without end");
    }

    @Test
    void theNextWatchAfterARefusedTokenComesWithTheNewOne() throws Exception {
        server.then(401, status(401, "Unauthorized", "Unauthorized"))
                .then(exchange -> lines(exchange, "{\"type\":\"ADDED\",\"object\":" + configMap("one") + "}"));
        watch();
        token = "t-second";
        assertThat(heard.end().reason()).isEqualTo(KubeException.Reason.FORBIDDEN);

        Heard second = new Heard();
        server.cluster().watch(Kind.CONFIG_MAP, "shop", Selector.EVERYTHING, "5", second);
        second.end();
        assertThat(second.lines).containsExactly("opened", "ADDED one");
        assertThat(server.last().authorization()).isEqualTo("Bearer t-second");
    }

    @Test
    void aWatchThatWasClosedEndsItsConnection() throws Exception {
        CompletableFuture<Void> broken = new CompletableFuture<>();
        CompletableFuture<Void> opened = new CompletableFuture<>();
        heard.onOpened = () -> opened.complete(null);
        server.then(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    exchange.getResponseBody().write(new byte[8192]);
                    exchange.getResponseBody().flush();
                }
            } catch (IOException e) {
                broken.complete(null);
            }
        });
        var watch = watch();
        opened.get(20, TimeUnit.SECONDS);
        watch.close();

        broken.get(20, TimeUnit.SECONDS);
        assertThat(heard.end).isNotDone();
    }

    @Test
    void closingAWatchWhileItsEventsComeDisturbsNobody() throws Exception {
        Queue<Throwable> died = new ConcurrentLinkedQueue<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> died.add(failure));
        try {
            String event = "{\"type\":\"ADDED\",\"object\":" + configMap("one") + "}\n";
            for (int i = 0; i < 40; i++) {
                CompletableFuture<Void> ended = new CompletableFuture<>();
                server.then(exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    try {
                        while (!Thread.currentThread().isInterrupted()) {
                            for (byte each : event.getBytes(StandardCharsets.UTF_8)) {
                                exchange.getResponseBody().write(each);
                                exchange.getResponseBody().flush();
                            }
                        }
                    } catch (IOException e) {
                        ended.complete(null);
                    }
                });
                Heard each = new Heard();
                CompletableFuture<Void> told = new CompletableFuture<>();
                each.onEvent = () -> told.complete(null);
                Watch watch = server.cluster().watch(Kind.CONFIG_MAP, "shop", Selector.EVERYTHING, "5", each);
                told.get(20, TimeUnit.SECONDS);
                watch.close();
                ended.get(20, TimeUnit.SECONDS);
            }
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(died).isEmpty();
    }

    private Watch watch() {
        return server.cluster().watch(Kind.CONFIG_MAP, "shop", Selector.of(Map.of("app", "cart")), "5", heard);
    }

    private static void lines(HttpExchange exchange, String line) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    private static final class Heard implements WatchListener<ConfigMap> {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final CompletableFuture<KubeException> end = new CompletableFuture<>();
        private volatile Runnable onOpened = () -> {};
        private volatile Runnable onEvent = () -> {};

        KubeException end() throws Exception {
            return end.get(20, TimeUnit.SECONDS);
        }

        @Override
        public void opened() {
            lines.add("opened");
            onOpened.run();
        }

        @Override
        public void event(Type type, ConfigMap object) {
            lines.add(type + " " + object.getMetadata().getName());
            onEvent.run();
        }

        @Override
        public void bookmark(String resourceVersion) {
            lines.add("bookmark " + resourceVersion);
        }

        @Override
        public void closed(KubeException cause) {
            end.complete(cause);
        }
    }
}
