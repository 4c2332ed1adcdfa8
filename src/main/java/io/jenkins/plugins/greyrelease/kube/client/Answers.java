package io.jenkins.plugins.greyrelease.kube.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.runtime.Redaction;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** What an answer other than the one that was hoped for means, in the port's terms. */
final class Answers {
    /** All that the server says of a JSON Patch that it could not apply, whatever the reason. */
    private static final String PATCH_REFUSED = "the server rejected our request due to an error in our request";

    private static final int LONGEST = 1000;

    private final String cluster;

    Answers(String cluster) {
        this.cluster = cluster;
    }

    /**
     * The server refused.
     *
     * @param response its answer
     * @param body a Status, or whatever a proxy sent
     */
    KubeException refusal(Call call, HttpResponse<?> response, byte[] body) {
        int code = response.code();
        JsonNode status = status(body);
        String message = message(code, status, body, response);
        Duration wait = wait(status, response.header("Retry-After"));
        return new KubeException(cluster, call.doing(), reason(call, code, status, message), code, message, wait);
    }

    /** The Status of an ERROR event in an answer. */
    KubeException error(Call call, HttpResponse<?> response, JsonNode status) {
        int code = status.path("code").asInt(500);
        String message = message(code, status, new byte[0], response);
        return new KubeException(
                cluster, call.doing(), reason(call, code, status, message), code, message, wait(status, null));
    }

    /** There was no answer, or one that nobody can read. */
    KubeException failure(Call call, Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof KubeException kube) {
            return kube;
        }
        if (cause instanceof SocketTimeoutException
                && String.valueOf(cause.getMessage()).contains("connect")) {
            return unreachable(call, "no connection in time");
        }
        if (cause instanceof InterruptedIOException || cause instanceof TimeoutException) {
            return new KubeException(cluster, call.doing(), Reason.TIMEOUT, 0, "no answer in time");
        }
        if (cause instanceof SSLException) {
            return unreachable(
                    call,
                    "no secure connection: " + quiet(cause.getMessage()) + "; is the CA certificate the cluster's?");
        }
        if (cause instanceof IOException) {
            return unreachable(call, cause.getClass().getSimpleName() + ": " + quiet(cause.getMessage()));
        }
        return unreachable(call, quiet(String.valueOf(cause)));
    }

    /** Without the password of an address that stands in it, such as that of a proxy. */
    private static String quiet(String words) {
        return words == null ? "no reason was given" : Redaction.withoutUserInfo(words);
    }

    /** It answered what no API server answers to this. */
    KubeException unreadable(Call call, int code, IOException why) {
        // Jackson's own words may quote the object
        String text = why.getClass() == IOException.class ? why.getMessage() : "it does not fit";
        return new KubeException(
                cluster,
                call.doing(),
                Reason.SERVER_ERROR,
                code,
                "the answer cannot be read (" + text + "); is this address a Kubernetes API server?");
    }

    KubeException unreachable(Call call, String what) {
        return new KubeException(cluster, call.doing(), Reason.UNREACHABLE, 0, what);
    }

    private static Reason reason(Call call, int code, JsonNode status, String message) {
        String named = status.path("reason").asText();
        return switch (code) {
            case 400, 405, 406, 413, 415 -> Reason.INVALID;
            case 401 -> Reason.FORBIDDEN;
            case 403 ->
                message.contains("exceeded quota") || message.contains("failed quota")
                        ? Reason.QUOTA
                        : Reason.FORBIDDEN;
            case 404 -> Reason.NOT_FOUND;
            case 408, 504 -> Reason.TIMEOUT;
            case 409 -> named.equals("AlreadyExists") ? Reason.ALREADY_EXISTS : Reason.CONFLICT;
            case 410 -> Reason.EXPIRED;
            case 422 -> call.tests() && message.startsWith(PATCH_REFUSED) ? Reason.CONFLICT : Reason.INVALID;
            case 429 -> Reason.TOO_MANY_REQUESTS;
            default -> Reason.SERVER_ERROR;
        };
    }

    private static JsonNode status(byte[] body) {
        try {
            JsonNode tree = Wire.tree(body);
            return tree != null && tree.path("kind").asText().equals("Status") ? tree : Wire.object();
        } catch (IOException e) {
            // plain text, or the page of a proxy
            return Wire.object();
        }
    }

    private static String message(int code, JsonNode status, byte[] body, HttpResponse<?> response) {
        String text = status.path("message").asText();
        for (JsonNode cause : status.path("details").path("causes")) {
            String why = cause.path("message").asText();
            // of an eviction only this says which budget forbids it; of other refusals the message has it already
            if (cause.path("reason").asText().equals("DisruptionBudget") && !text.contains(why)) {
                text = text + " " + why;
            }
        }
        if (text.isEmpty()) {
            text = new String(body, StandardCharsets.UTF_8).strip();
        }
        if (text.isEmpty() || text.startsWith("<")) {
            text = code == 401 ? "Unauthorized" : "no reason was given";
        }
        text = Redaction.of(response.request().headers("Authorization")).apply(text);
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }

    private static Duration wait(JsonNode status, String header) {
        int seconds = status.path("details").path("retryAfterSeconds").asInt(0);
        if (header != null && header.matches("\\d{1,6}")) {
            seconds = Integer.parseInt(header);
        }
        return seconds > 0 ? Duration.ofSeconds(seconds) : null;
    }
}
