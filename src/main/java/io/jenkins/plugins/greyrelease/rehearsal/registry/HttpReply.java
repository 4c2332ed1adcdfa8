package io.jenkins.plugins.greyrelease.rehearsal.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a stand-in answers.
 *
 * @param status 100 to 599; 0: no answer, the connection breaks
 * @param headers without {@code Content-Length}
 * @param body empty if there is none; nobody changes it
 */
public record HttpReply(int status, Map<String, String> headers, byte[] body) {
    private static final byte[] NOTHING = {};

    /** The connection breaks before anything is answered. */
    public static final HttpReply BROKEN = new HttpReply(0, Map.of(), NOTHING);

    public HttpReply {
        headers = new LinkedHashMap<>(headers);
    }

    /** One without a body. */
    public static HttpReply of(int status) {
        return new HttpReply(status, Map.of(), NOTHING);
    }

    /** One with a body of a media type. */
    public static HttpReply of(int status, String type, byte[] body) {
        return new HttpReply(status, Map.of("Content-Type", type), body);
    }

    /** One with a body in JSON. */
    public static HttpReply json(int status, JsonNode body) {
        return of(status, "application/json", body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A refusal in the form that the distribution API and Harbor share. */
    static HttpReply refusal(int status, String code, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("errors").addObject().put("code", code).put("message", message);
        return json(status, body);
    }

    /** The same with one header more. */
    public HttpReply with(String header, String value) {
        HttpReply reply = new HttpReply(status, headers, body);
        reply.headers.put(header, value);
        return reply;
    }
}
