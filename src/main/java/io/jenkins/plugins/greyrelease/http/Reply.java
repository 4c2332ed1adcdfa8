package io.jenkins.plugins.greyrelease.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.greyrelease.http.HttpFailure.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An answer that was asked for, with its whole body. Immutable, provided that nobody writes into {@link #bytes}. */
public final class Reply {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String system;
    private final String doing;
    private final HttpResponse<?> response;
    private final byte[] body;

    Reply(String system, String doing, HttpResponse<?> response, byte[] body) {
        this.system = system;
        this.doing = doing;
        this.response = response;
        this.body = body;
    }

    /** The HTTP status. */
    public int status() {
        return response.statusCode();
    }

    /** The headers. */
    public HttpHeaders headers() {
        return response.headers();
    }

    /** The first value of a header, if there is one. */
    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    /** The address that answered, as a base for relative ones. */
    public URI uri() {
        return response.uri();
    }

    /** The body itself, not a copy. */
    public byte[] bytes() {
        return body;
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * The body as JSON.
     *
     * @throws HttpFailure if it is none
     */
    public JsonNode json() {
        try {
            return MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw unexpected("the answer is no JSON: " + text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The failure to throw where this answer cannot be what was asked for. */
    public HttpFailure unexpected(String why) {
        String words = Words.line(Words.secrets(response.request()).apply(why));
        return new HttpFailure(
                system, doing, Reason.UNEXPECTED, status(), words, "is this the right address, or a proxy's page?");
    }
}
