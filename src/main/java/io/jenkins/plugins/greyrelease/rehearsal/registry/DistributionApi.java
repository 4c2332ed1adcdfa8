package io.jenkins.plugins.greyrelease.rehearsal.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.greyrelease.rehearsal.registry.Repository.Manifest;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The distribution API: everything below {@code /v2/}.
 *
 * <p>Not thread-safe: its registry sees to that.
 */
final class DistributionApi {
    private static final Pattern IN_REPOSITORY =
            Pattern.compile("/v2/(.+?)/(manifests|blobs/uploads|blobs|tags|referrers)/([^/]*)");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
    private static final HttpReply UNSUPPORTED = HttpReply.refusal(405, "UNSUPPORTED", "The operation is unsupported.");

    private final StandInRegistry registry;
    private final Uploads uploads;

    DistributionApi(StandInRegistry registry) {
        this.registry = registry;
        this.uploads = new Uploads(registry);
    }

    HttpReply handle(HttpCall call) {
        if (call.path().equals("/v2/") || call.path().equals("/v2")) {
            return registry.guard().refusal(call).orElseGet(() -> json(JsonNodeFactory.instance.objectNode()));
        }
        if (call.path().equals("/v2/_catalog")) {
            return registry.guard()
                    .apiRefusal(call, Account.PULL)
                    .orElseGet(() -> page(call, "repositories", registry.repositories(), Optional.empty()));
        }
        Matcher at = IN_REPOSITORY.matcher(call.path());
        if (!at.matches()) {
            return HttpReply.refusal(404, "NAME_INVALID", "invalid repository name");
        }
        String repository = at.group(1);
        String action = call.verb().equals("GET") ? Account.PULL : Account.PUSH;
        return registry.guard().refusal(call, repository, action).orElseGet(() -> inside(call, repository, at));
    }

    private HttpReply inside(HttpCall call, String name, Matcher at) {
        String last = at.group(3);
        if (at.group(2).equals("blobs/uploads")) {
            return call.method().equals("POST") ? uploads.begin(call, name) : uploads.go(call, name, last);
        }
        if (at.group(2).equals("manifests") && call.method().equals("PUT")) {
            return putManifest(call, name, last);
        }
        Optional<Repository> repository = registry.find(name);
        if (repository.isEmpty()) {
            return HttpReply.refusal(404, "NAME_UNKNOWN", "repository " + name + " not found");
        }
        return switch (call.verb() + " " + at.group(2)) {
            case "GET manifests" -> manifest(repository.get(), last);
            case "DELETE manifests" -> delete(repository.get(), last);
            case "GET blobs" -> blob(call, repository.get(), last);
            case "GET tags" -> page(call, "tags", repository.get().tags.keySet(), Optional.of(name));
            case "GET referrers" -> referrers(call, repository.get(), last);
            default -> UNSUPPORTED;
        };
    }

    private HttpReply manifest(Repository repository, String reference) {
        return repository
                .manifest(reference)
                .map(m -> HttpReply.of(200, m.type(), m.content())
                        .with("Docker-Content-Digest", m.digest())
                        .with("Etag", "\"" + m.digest() + "\""))
                .orElseGet(() -> HttpReply.refusal(404, "MANIFEST_UNKNOWN", "manifest unknown: " + reference));
    }

    private HttpReply delete(Repository repository, String digest) {
        if (repository.manifests.remove(digest) == null) {
            return HttpReply.refusal(404, "MANIFEST_UNKNOWN", "manifest unknown: " + digest);
        }
        repository.tags.values().removeIf(digest::equals);
        return HttpReply.of(202);
    }

    private HttpReply putManifest(HttpCall call, String name, String reference) {
        String digest = Bytes.digest(call.body());
        if (reference.startsWith("sha256:") && !reference.equals(digest)) {
            return HttpReply.refusal(400, "DIGEST_INVALID", "provided digest did not match uploaded content");
        }
        Manifest manifest = new Manifest(digest, call.header("Content-Type").orElse(""), call.body());
        Repository repository = registry.repository(name);
        List<String> missing;
        try {
            missing = manifest.isIndex() ? manifest.children() : manifest.blobs();
        } catch (IllegalArgumentException e) {
            return HttpReply.refusal(400, "MANIFEST_INVALID", "manifest invalid: " + e.getMessage());
        }
        Collection<String> there = manifest.isIndex() ? repository.manifests.keySet() : repository.blobs;
        missing = missing.stream().filter(d -> !there.contains(d)).toList();
        if (!missing.isEmpty()) {
            String code = manifest.isIndex() ? "MANIFEST_UNKNOWN" : "MANIFEST_BLOB_UNKNOWN";
            return HttpReply.refusal(404, code, "unknown to registry: " + String.join(", ", missing));
        }
        repository.manifests.put(digest, manifest);
        if (!reference.equals(digest)) {
            repository.tags.put(reference, digest);
        }
        HttpReply reply = HttpReply.of(201)
                .with("Location", registry.url() + "/v2/" + name + "/manifests/" + digest)
                .with("Docker-Content-Digest", digest);
        return manifest.subject()
                .map(subject -> reply.with("OCI-Subject", subject))
                .orElse(reply);
    }

    private HttpReply blob(HttpCall call, Repository repository, String digest) {
        if (!repository.blobs.contains(digest)) {
            return HttpReply.refusal(404, "BLOB_UNKNOWN", "blob unknown to registry: " + digest);
        }
        byte[] whole = registry.contents().get(digest);
        HttpReply reply = HttpReply.of(200, "application/octet-stream", whole);
        Matcher range = RANGE.matcher(call.header("Range").orElse(""));
        int from = 0;
        int to = whole.length;
        if (range.matches() && Long.parseLong(range.group(1)) < whole.length) {
            from = Integer.parseInt(range.group(1));
            to = range.group(2).isEmpty()
                    ? whole.length
                    : (int) Math.min(whole.length, Long.parseLong(range.group(2)) + 1);
            reply = HttpReply.of(206, "application/octet-stream", Arrays.copyOfRange(whole, from, to))
                    .with("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + whole.length);
        }
        if (call.method().equals("GET")) {
            registry.traffic().down(call.client(), registry.name(), to - from);
            if (to == whole.length) {
                registry.traffic().whole(call.client(), registry.name(), digest);
            }
        }
        return reply.with("Docker-Content-Digest", digest).with("Accept-Ranges", "bytes");
    }

    private HttpReply referrers(HttpCall call, Repository repository, String digest) {
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        index.put("schemaVersion", 2).put("mediaType", "application/vnd.oci.image.index.v1+json");
        ArrayNode manifests = index.putArray("manifests");
        String wanted = call.query().get("artifactType");
        repository.manifests.values().stream()
                .filter(m -> m.subject().filter(digest::equals).isPresent())
                .filter(m -> wanted == null || wanted.equals(m.artifactType()))
                .forEach(m -> manifests
                        .addObject()
                        .put("mediaType", m.type())
                        .put("digest", m.digest())
                        .put("size", m.content().length)
                        .put("artifactType", m.artifactType()));
        HttpReply reply = HttpReply.json(200, index).with("Content-Type", "application/vnd.oci.image.index.v1+json");
        return wanted == null ? reply : reply.with("OCI-Filters-Applied", "artifactType");
    }

    /** A page of names: {@code n} of them after {@code last}, and where the next page is. */
    private HttpReply page(HttpCall call, String field, Collection<String> names, Optional<String> of) {
        Map<String, String> query = call.query();
        String last = query.getOrDefault("last", "");
        int n = Integer.parseInt(query.getOrDefault("n", "100"));
        List<String> after =
                names.stream().filter(name -> name.compareTo(last) > 0).sorted().toList();
        List<String> shown = after.subList(0, Math.min(n, after.size()));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        of.ifPresent(name -> body.put("name", name));
        ArrayNode array = body.putArray(field);
        shown.forEach(array::add);
        HttpReply reply = json(body);
        return shown.size() == after.size()
                ? reply
                : reply.with(
                        "Link",
                        "<" + call.path() + "?n=" + n + "&last=" + shown.get(shown.size() - 1) + ">; rel=\"next\"");
    }

    private static HttpReply json(ObjectNode body) {
        return HttpReply.json(200, body).with("Docker-Distribution-Api-Version", "registry/2.0");
    }
}
