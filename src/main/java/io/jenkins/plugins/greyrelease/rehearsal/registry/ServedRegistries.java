package io.jenkins.plugins.greyrelease.rehearsal.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stand-in registries on this machine's loopback, over plain HTTP, each on a port of its own. The speed of links is not
 * rehearsed here: it is what it is.
 *
 * <p>Threads: from any. Requests are read and answered on threads of this class's own, which end with {@link #close}.
 */
public final class ServedRegistries implements AutoCloseable {
    private static final int PIECE = 1 << 16;

    private final RegistryNet net;
    private final List<HttpServer> servers = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "grey-release-registry");
        thread.setDaemon(true);
        return thread;
    });

    /** Serves nothing yet. */
    public ServedRegistries(RegistryNet net) {
        this.net = net;
    }

    /**
     * Adds a registry to the network and begins to serve it. {@link Traffic} counts its clients by their
     * {@code User-Agent}.
     *
     * @param name unique
     * @throws IOException if no port can be had
     */
    public StandInRegistry add(String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        InetSocketAddress address = server.getAddress();
        StandInRegistry registry = net.add(name, "http://127.0.0.1:" + address.getPort());
        server.setExecutor(threads);
        server.createContext("/", exchange -> serve(registry, exchange));
        server.start();
        servers.add(server);
        return registry;
    }

    private static void serve(StandInRegistry registry, HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
            byte[] body = body(exchange, headers.get("Content-length"));
            String client = headers.getOrDefault("User-agent", "unknown");
            URI uri = URI.create(registry.url() + exchange.getRequestURI());
            HttpReply reply = registry.handle(new HttpCall(client, exchange.getRequestMethod(), uri, headers, body));
            if (reply.status() == 0) {
                return;
            }
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(reply.body().length));
            }
            boolean none =
                    reply.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(reply.status(), none ? -1 : reply.body().length);
            if (!none) {
                write(exchange.getResponseBody(), reply.body());
            }
        }
    }

    /** Read where it is to stay, if it is known how much comes. */
    private static byte[] body(HttpExchange exchange, String length) throws IOException {
        InputStream in = exchange.getRequestBody();
        if (length == null) {
            return in.readAllBytes();
        }
        byte[] body = new byte[Integer.parseInt(length)];
        int read = in.readNBytes(body, 0, body.length);
        return read == body.length ? body : Arrays.copyOf(body, read);
    }

    /** In pieces: the JDK's server copies each of them twice before it is sent. */
    private static void write(OutputStream out, byte[] body) throws IOException {
        for (int at = 0; at < body.length; at += PIECE) {
            out.write(body, at, Math.min(PIECE, body.length - at));
        }
    }

    /** Ends all servers at once; the network and what it holds stay. */
    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
        threads.shutdown();
    }
}
