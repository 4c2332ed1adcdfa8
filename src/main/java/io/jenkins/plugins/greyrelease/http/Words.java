package io.jenkins.plugins.greyrelease.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.greyrelease.runtime.Redaction;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server says about a refused request, as one line for people, without what only we and it should know. */
final class Words {
    private static final int LONGEST = 300;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern TAGS = Pattern.compile("(?s)<(style|script)\\b.*?</\\1>|<[^>]*>");
    private static final Pattern TITLE = Pattern.compile("(?is)<title>([^<]*[^<\\s][^<]*)</title>");
    private static final Pattern SECRET = Pattern.compile(
            "(?i)(?<![^&])[^&=]*(?:_state|token|signature|sig|secret|password|credential)[^&=]*=([^&]*)");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");

    private Words() {}

    /** What a body says; where it says nothing, the name of its status. */
    static String of(int status, byte[] body, HttpRequest request) {
        String text = new String(body, StandardCharsets.UTF_8);
        List<String> said = new ArrayList<>();
        try {
            collect(MAPPER.readTree(body), said);
        } catch (IOException e) {
            // no JSON, so it is taken for text or a page, which says in its title what it is about
            Matcher title = TITLE.matcher(text);
            said.add(title.find() ? title.group(1) : TAGS.matcher(text).replaceAll(" "));
        }
        String words = line(secrets(request).apply(String.join("; ", said)));
        // pages of proxies begin with the status, which is said already
        String rest = words.startsWith(status + " ") ? words.substring(words.indexOf(' ') + 1) : words;
        return rest.isEmpty() ? name(status) : rest;
    }

    /** One line of at most some 300 characters. */
    static String line(String text) {
        String line = BLANKS.matcher(text).replaceAll(" ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /** Registries, Harbor, SonarQube and Jira each have their own shape; the words are under these names in all. */
    private static void collect(JsonNode node, List<String> said) {
        if (node == null) {
            return;
        }
        if (node.isArray()) {
            node.forEach(each -> collect(each, said));
        } else if (node.isTextual()) {
            said.add(node.textValue());
        } else if (node.isObject()) {
            String code = node.path("code").asText("");
            String message = node.path("message").asText(node.path("msg").asText(""));
            if (!message.isEmpty()) {
                said.add(code.isEmpty() ? message : code + " " + message);
            } else if (!code.isEmpty()) {
                said.add(code);
            }
            collect(node.get("errors"), said);
            collect(node.get("errorMessages"), said);
            collect(node.get("error_description"), said);
            if (said.isEmpty()) {
                node.forEach(each -> collect(each, said));
            }
        }
    }

    /**
     * The secrets of a request, to be taken out of what comes back: who sends it, and what its address lets anybody in with,
     * as those of uploads and of storage behind registries do.
     */
    static Redaction secrets(HttpRequest request) {
        List<String> values = new ArrayList<>();
        String query = request.uri().getRawQuery();
        Matcher secret = SECRET.matcher(query == null ? "" : query);
        while (secret.find()) {
            values.add(secret.group(1));
            values.add(URLDecoder.decode(secret.group(1), StandardCharsets.UTF_8));
        }
        if (request.uri().getUserInfo() != null) {
            values.add(request.uri().getRawUserInfo());
            values.add(request.uri().getUserInfo());
        }
        return Redaction.of(request.headers().allValues("Authorization")).and(values);
    }

    private static String name(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 413 -> "Too Large";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "without a word";
        };
    }
}
