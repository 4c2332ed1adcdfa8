package io.jenkins.plugins.greyrelease.marked;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The worst of all servers, on loopback: whatever it is asked, it answers with what it was told in confidence, in every
 * form that servers, proxies and their pages are known to write it in.
 */
public final class EchoServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final AtomicInteger told = new AtomicInteger();
    private volatile Manner manner = Manner.UNAUTHORIZED;
    private volatile String token = "";

    /** How it answers. */
    public enum Manner {
        /** 401 with words, and with them where others say how they want to be told. */
        UNAUTHORIZED,
        /** 401 that sends to itself for a token, which it then repeats. */
        TOKENS,
        /** 403 in the JSON of registries, Jira and Kubernetes at once. */
        FORBIDDEN,
        /** 400 with a page. */
        PAGE,
        /** 200 with words. */
        WORDS,
        /** 200 with JSON that is not what was asked for. */
        STRANGE,
        /** 302 to an address with everything in it. */
        ELSEWHERE,
        /** 500 with words: worth another try. */
        TROUBLE,
        /** The beginning of an answer, with words, and then nothing: also worth another try. */
        CUT
    }

    public EchoServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** How it answers from now on. */
    public void answer(Manner how) {
        manner = how;
    }

    /** @param given what it gives to those that come for a token */
    public void gives(String given) {
        token = given;
    }

    /** Its host and port. */
    public String place() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** How many requests said who sends them. */
    public int told() {
        return told.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String header = exchange.getRequestHeaders().getFirst("Authorization");
            if (header != null) {
                told.incrementAndGet();
            }
            List<String> known = known(header == null ? "" : header);
            String words = String.join(" , ", known);
            switch (manner) {
                case UNAUTHORIZED -> {
                    exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"" + known.get(0) + "\"");
                    say(exchange, 401, "who is " + words + "?");
                }
                case TOKENS -> token(exchange, header, words);
                case FORBIDDEN -> say(exchange, 403, json(words));
                case PAGE -> say(exchange, 400, "<html><title>no</title><p>" + page(words) + "</p></html>");
                case WORDS -> say(exchange, 200, "welcome, " + words);
                case STRANGE -> say(exchange, 200, json(words));
                case ELSEWHERE -> {
                    exchange.getResponseHeaders()
                            .add("Location", "http://" + url(known.get(0)) + "@127.0.0.1:1/?token=" + url(words));
                    say(exchange, 302, words);
                }
                case TROUBLE -> say(exchange, 500, "no, " + words);
                case CUT -> cut(exchange, words);
            }
        }
    }

    private void token(HttpExchange exchange, String header, String words) throws IOException {
        if (exchange.getRequestURI().getPath().equals("/token")) {
            say(exchange, 200, JSON.writeValueAsString(Map.of("token", token, "expires_in", 300)));
            return;
        }
        exchange.getResponseHeaders()
                .add("WWW-Authenticate", "Bearer realm=\"http://" + place() + "/token\",service=\"it\"");
        say(exchange, header == null ? 401 : 403, "not for " + words);
    }

    private static void cut(HttpExchange exchange, String words) throws IOException {
        byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length + 100L);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().flush();
        throw new IOException("the server breaks off");
    }

    private static List<String> known(String header) {
        String credentials = header.substring(header.indexOf(' ') + 1);
        List<String> secrets = new ArrayList<>(List.of(credentials));
        if (header.startsWith("Basic ")) {
            String both = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            secrets.add(both);
            int colon = both.indexOf(':');
            secrets.add(colon == both.length() - 1 ? both.substring(0, colon) : both.substring(colon + 1));
        }
        List<String> known = new ArrayList<>(List.of(credentials));
        secrets.forEach(each -> {
            byte[] bytes = each.getBytes(StandardCharsets.UTF_8);
            known.addAll(List.of(
                    each,
                    url(each),
                    page(each),
                    each.replace("\\", "\\\\").replace("\"", "\\\""),
                    Base64.getEncoder().encodeToString(bytes),
                    HexFormat.of().formatHex(bytes)));
        });
        return known;
    }

    private static String json(String words) throws IOException {
        return JSON.writeValueAsString(Map.of(
                "kind",
                "Status",
                "apiVersion",
                "v1",
                "message",
                words,
                "reason",
                words,
                "errors",
                List.of(Map.of("code", "DENIED", "message", words)),
                "errorMessages",
                List.of(words)));
    }

    private static String url(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String page(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private static void say(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean bare = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bare ? -1 : bytes.length);
        if (!bare) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
