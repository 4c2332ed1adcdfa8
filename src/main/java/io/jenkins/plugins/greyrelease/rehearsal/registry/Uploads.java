package io.jenkins.plugins.greyrelease.rehearsal.registry;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Uploads of blobs: {@code /v2/<repository>/blobs/uploads/}. A location must be used as it was given: it carries the
 * state of the upload.
 *
 * <p>Not thread-safe: its registry sees to that.
 */
final class Uploads {
    private final StandInRegistry registry;
    private final Map<String, Session> sessions = new TreeMap<>();

    private record Session(String id, String repository, Arrived arrived) {}

    Uploads(StandInRegistry registry) {
        this.registry = registry;
    }

    /** {@code POST}: begins one, mounts a blob, or takes a whole blob. */
    HttpReply begin(HttpCall call, String repository) {
        Map<String, String> query = call.query();
        String mount = query.get("mount");
        if (mount != null && mountable(call, mount, query.getOrDefault("from", ""))) {
            Optional<HttpReply> over = registry.overQuota(repository, mount);
            if (over.isPresent()) {
                return over.get();
            }
            registry.repository(repository).blobs.add(mount);
            registry.traffic()
                    .mounted(call.client(), registry.name(), registry.contents().get(mount).length);
            return created(repository, mount);
        }
        Session session = new Session("upload-" + registry.nextId(), repository, new Arrived());
        sessions.put(session.id(), session);
        return query.containsKey("digest") ? finish(call, session) : progress(session, 202);
    }

    private boolean mountable(HttpCall call, String digest, String from) {
        return !registry.faults().mountsRefused()
                && registry.find(from).filter(r -> r.blobs.contains(digest)).isPresent()
                && registry.guard().refusal(call, from, Account.PULL).isEmpty();
    }

    /** Everything that is done with one that was begun. */
    HttpReply go(HttpCall call, String repository, String id) {
        Session session = sessions.get(id);
        if (session == null || !session.repository().equals(repository)) {
            return HttpReply.refusal(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry");
        }
        if (!call.query().containsKey("_state")) {
            return HttpReply.refusal(400, "BLOB_UPLOAD_INVALID", "blob upload invalid");
        }
        return switch (call.verb()) {
            case "GET" -> progress(session, 204);
            case "PATCH" -> append(call, session).orElseGet(() -> progress(session, 202));
            case "PUT" -> finish(call, session);
            case "DELETE" -> {
                sessions.remove(id);
                yield HttpReply.of(204);
            }
            default -> HttpReply.refusal(405, "UNSUPPORTED", "The operation is unsupported.");
        };
    }

    /** What went wrong; empty: it has arrived. */
    private Optional<HttpReply> append(HttpCall call, Session session) {
        Optional<String> range = call.header("Content-Range");
        String from = range.map(r -> r.replaceFirst("^bytes[ =]", "").split("-")[0])
                .orElseGet(() -> Integer.toString(session.arrived().size()));
        if (!from.equals(Integer.toString(session.arrived().size()))) {
            return Optional.of(progress(session, 416));
        }
        if (call.body().length == 0) {
            return Optional.empty();
        }
        boolean cut = registry.faults().cutsThisChunk();
        int arriving = cut ? call.body().length / 2 : call.body().length;
        session.arrived().add(call.body(), arriving);
        registry.traffic().up(call.client(), registry.name(), arriving);
        if (cut && registry.faults().sessionsLost()) {
            sessions.remove(session.id());
        }
        return cut ? Optional.of(HttpReply.BROKEN) : Optional.empty();
    }

    private HttpReply finish(HttpCall call, Session session) {
        Optional<HttpReply> broken = append(call, session);
        if (broken.isPresent()) {
            return broken.get();
        }
        String digest = call.query().getOrDefault("digest", "");
        if (!session.arrived().digest().equals(digest)) {
            sessions.remove(session.id());
            return HttpReply.refusal(400, "DIGEST_INVALID", "provided digest did not match uploaded content");
        }
        registry.contents().keep(digest, session.arrived()::whole);
        Optional<HttpReply> over = registry.overQuota(session.repository(), digest);
        if (over.isPresent()) {
            return over.get();
        }
        sessions.remove(session.id());
        registry.repository(session.repository()).blobs.add(digest);
        registry.traffic().whole(call.client(), registry.name(), digest);
        return created(session.repository(), digest);
    }

    private HttpReply created(String repository, String digest) {
        return HttpReply.of(201)
                .with("Location", registry.url() + "/v2/" + repository + "/blobs/" + digest)
                .with("Docker-Content-Digest", digest);
    }

    private HttpReply progress(Session session, int status) {
        int size = session.arrived().size();
        return HttpReply.of(status)
                .with(
                        "Location",
                        registry.url() + "/v2/" + session.repository() + "/blobs/uploads/" + session.id() + "?_state="
                                + Integer.toHexString(size) + "-" + registry.nextId())
                .with("Range", "0-" + Math.max(0, size - 1))
                .with("Docker-Upload-UUID", session.id());
    }
}
