package io.jenkins.plugins.greyrelease.rehearsal.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.greyrelease.rehearsal.registry.Repository.Manifest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The used part of Harbor's own API: everything below {@code /api/v2.0/}.
 *
 * <p>Not thread-safe: its registry sees to that.
 */
final class HarborApi {
    static final String ROOT = "/api/v2.0/";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern ARTIFACT =
            Pattern.compile("projects/([^/]+)/repositories/([^/]+)/artifacts/([^/]+)(/scan)?");
    private static final Pattern EXECUTION = Pattern.compile("replication/executions/(\\d+)(/tasks)?");

    private final StandInRegistry registry;
    private final Replications replications;
    private final Scans scans;

    HarborApi(StandInRegistry registry, Replications replications, Scans scans) {
        this.registry = registry;
        this.replications = replications;
        this.scans = scans;
    }

    HttpReply handle(HttpCall call) {
        String path = call.uri().getRawPath().substring(ROOT.length());
        Matcher artifact = ARTIFACT.matcher(path);
        Matcher execution = EXECUTION.matcher(path);
        if (path.equals("systeminfo")) {
            return HttpReply.json(200, systemInfo(call));
        } else if (path.equals("health")) {
            return HttpReply.json(200, JsonNodeFactory.instance.objectNode().put("status", "healthy"));
        } else if (artifact.matches()) {
            boolean scan = artifact.group(4) != null;
            return registry.guard()
                    .apiRefusal(call, scan ? Account.SCAN : Account.PULL)
                    .orElseGet(() -> artifact(call, artifact));
        } else if (path.equals("replication/policies") && call.verb().equals("GET")) {
            return replicating(call).orElseGet(() -> page(call, replications.policies()));
        } else if (path.equals("replication/executions") && call.method().equals("POST")) {
            return replicating(call)
                    .orElseGet(() ->
                            replications.start(body(call).path("policy_id").asLong()));
        } else if (execution.matches()) {
            return replicating(call).orElseGet(() -> execution(call, execution));
        }
        return HttpReply.refusal(404, "NOT_FOUND", "there is nothing at " + call.path());
    }

    private Optional<HttpReply> replicating(HttpCall call) {
        return registry.guard().apiRefusal(call, Account.REPLICATE);
    }

    private ObjectNode systemInfo(HttpCall call) {
        ObjectNode info = JsonNodeFactory.instance.objectNode().put("auth_mode", "db_auth");
        if (registry.guard().apiRefusal(call, Account.PULL).isEmpty()) {
            info.put("harbor_version", "v2.15.0-stand-in").put("read_only", false);
        }
        return info;
    }

    private HttpReply execution(HttpCall call, Matcher at) {
        Optional<Execution> found = replications.execution(Long.parseLong(at.group(1)));
        if (found.isEmpty()) {
            return HttpReply.refusal(404, "NOT_FOUND", "replication execution " + at.group(1) + " not found");
        }
        if (at.group(2) != null) {
            return page(call, found.get().tasksJson());
        }
        if (call.method().equals("PUT")) {
            if (found.get().status.equals("InProgress")) {
                found.get().all("Stopped");
            }
            return HttpReply.of(200);
        }
        return HttpReply.json(200, found.get().json());
    }

    private HttpReply artifact(HttpCall call, Matcher at) {
        // the slashes of a repository are encoded twice, so that no proxy takes them for some of the path
        String name = decoded(at.group(1)) + "/" + decoded(decoded(at.group(2)));
        String reference = decoded(at.group(3));
        Optional<Manifest> found = registry.find(name).flatMap(r -> r.manifest(reference));
        if (found.isEmpty()) {
            return HttpReply.refusal(404, "NOT_FOUND", "artifact " + name + ":" + reference + " not found");
        }
        if (at.group(4) != null) {
            return scans.start(found.get().digest());
        }
        return HttpReply.json(200, artifact(call, registry.repository(name), found.get()));
    }

    private ObjectNode artifact(HttpCall call, Repository repository, Manifest manifest) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", "IMAGE").put("digest", manifest.digest()).put("manifest_media_type", manifest.type());
        List<String> blobs = manifest.isIndex() ? List.of() : manifest.blobs();
        json.put(
                "size",
                blobs.stream().mapToLong(b -> registry.contents().get(b).length).sum());
        ArrayNode tags = json.putArray("tags");
        repository.tagsOf(manifest.digest()).forEach(tag -> tags.addObject().put("name", tag));
        ArrayNode references = json.putArray("references");
        manifest.children().forEach(child -> references.addObject().put("child_digest", child));
        ObjectNode overview = scans.overview(manifest.digest());
        if ("true".equals(call.query().get("with_scan_overview")) && !overview.isEmpty()) {
            json.set("scan_overview", overview);
        }
        if ("true".equals(call.query().get("with_accessory"))) {
            ArrayNode accessories = json.putArray("accessories");
            repository.about(manifest.digest()).forEach(about -> accessories
                    .addObject()
                    .put("type", "signature.cosign")
                    .put("digest", about.digest())
                    .put("subject_artifact_digest", manifest.digest()));
        }
        return json;
    }

    /** A page of a list: how many there are in all says {@code X-Total-Count}. */
    private static HttpReply page(HttpCall call, ArrayNode all) {
        int page = Integer.parseInt(call.query().getOrDefault("page", "1"));
        int size = Math.min(100, Integer.parseInt(call.query().getOrDefault("page_size", "10")));
        ArrayNode some = JsonNodeFactory.instance.arrayNode();
        for (int i = (page - 1) * size; i < Math.min(page * size, all.size()); i++) {
            some.add(all.get(i));
        }
        return HttpReply.json(200, some).with("X-Total-Count", Integer.toString(all.size()));
    }

    private static JsonNode body(HttpCall call) {
        try {
            return MAPPER.readTree(call.body());
        } catch (IOException e) {
            throw new IllegalArgumentException("the body of " + call.path() + " is no JSON", e);
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
