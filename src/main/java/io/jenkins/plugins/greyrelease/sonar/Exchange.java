package io.jenkins.plugins.greyrelease.sonar;

import io.jenkins.plugins.greyrelease.http.Reply;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sonarqube.ws.client.WsConnector;
import org.sonarqube.ws.client.WsRequest;
import org.sonarqube.ws.client.WsResponse;

/**
 * One call of SonarQube's client, taken apart. The client blocks from its request to its answer; here the same call is made
 * twice: once to learn what it would send, and, when the answer has come in the meantime without a thread, once more to
 * have it read.
 *
 * @param <T> what the answer is read as
 */
final class Exchange<T> {
    private final String url;
    private final Function<WsConnector, T> call;

    /**
     * @param url of the server, without a slash at its end
     * @param call a single call of one of the client's services
     */
    Exchange(String url, Function<WsConnector, T> call) {
        this.url = url;
        this.call = call;
    }

    /** What the client sends. */
    WsRequest request() {
        try {
            call.apply(new Connector(url, Exchange::carriedOut));
        } catch (Sent sent) {
            return sent.request;
        }
        throw new IllegalStateException("SonarQube's client sent nothing");
    }

    private static WsResponse carriedOut(WsRequest request) {
        throw new Sent(request);
    }

    /** How the client reads an answer. */
    T answer(Reply reply) {
        try {
            return call.apply(new Connector(url, request -> new Response(reply)));
        } catch (RuntimeException e) {
            // what its parser throws on a proxy's page, for instance
            // without its exception, which quotes the answer
            throw reply.unexpected("the answer is none of SonarQube's");
        }
    }

    private record Connector(String url, Function<WsRequest, WsResponse> answer) implements WsConnector {
        @Override
        public String baseUrl() {
            return url + "/";
        }

        @Override
        public WsResponse call(WsRequest request) {
            return answer.apply(request);
        }
    }

    /** Carries the request out of the client; no failure. */
    private static final class Sent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient WsRequest request;

        Sent(WsRequest request) {
            super("sent", null, false, false);
            this.request = request;
        }
    }

    /** An answer as the client's own connector would hand it over. */
    private static final class Response implements WsResponse {
        private final Reply reply;

        Response(Reply reply) {
            this.reply = reply;
        }

        @Override
        public String requestUrl() {
            return reply.uri().toString();
        }

        @Override
        public int code() {
            return reply.status();
        }

        @Override
        public boolean isSuccessful() {
            return reply.status() / 100 == 2;
        }

        /** Answers that are none were failures before they came here. */
        @Override
        public WsResponse failIfNotSuccessful() {
            return this;
        }

        @Override
        public boolean hasContent() {
            return reply.bytes().length > 0;
        }

        @Override
        public void close() {
            // nothing is open: the whole answer is in memory
        }

        @Override
        public String contentType() {
            return reply.header("Content-Type").orElse("");
        }

        @Override
        public Optional<String> header(String name) {
            return reply.header(name);
        }

        @Override
        public Map<String, List<String>> headers() {
            return reply.headers().map();
        }

        @Override
        public InputStream contentStream() {
            return new ByteArrayInputStream(reply.bytes());
        }

        @Override
        public Reader contentReader() {
            return new InputStreamReader(contentStream(), StandardCharsets.UTF_8);
        }

        @Override
        public String content() {
            return reply.text();
        }
    }
}
