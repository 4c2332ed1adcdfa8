package io.jenkins.plugins.greyrelease.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.greyrelease.http.Reply;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads manifests from answers of registries. */
final class Manifests {

    private Manifests() {}

    /** The media type of an answer, without parameters. */
    static String type(Reply reply) {
        String header = reply.header("Content-Type").orElse("");
        int end = header.indexOf(';');
        return (end < 0 ? header : header.substring(0, end)).strip();
    }

    /** The manifest of an answer, its bytes checked against the reference where that is a digest. */
    static Manifest read(Reply reply, String reference) {
        String type = type(reply);
        if (Digest.is(reference)) {
            Digest wanted = Digest.of(reference);
            MessageDigest computed = wanted.computation();
            computed.update(reply.bytes());
            if (!wanted.equalTo(computed)) {
                throw reply.unexpected("what it has under this digest has another one");
            }
        }
        try {
            return Manifest.of(
                    MediaTypes.MANIFESTS.contains(type)
                            ? type
                            : reply.json().path("mediaType").asText(type),
                    reply.bytes());
        } catch (IllegalArgumentException e) {
            throw reply.unexpected(e.getMessage());
        }
    }

    /** What an index of referrers lists. */
    static List<Referrer> referrers(Reply reply, Optional<String> tag) {
        List<Referrer> found = new ArrayList<>();
        try {
            for (JsonNode each : reply.json().path("manifests")) {
                Descriptor descriptor = Descriptor.of(
                        each.path("mediaType").asText(""),
                        Digest.of(each.path("digest").asText("")),
                        each.path("size").asLong(-1));
                found.add(new Referrer(descriptor, each.path("artifactType").asText(""), tag));
            }
        } catch (IllegalArgumentException e) {
            throw reply.unexpected(e.getMessage());
        }
        return List.copyOf(found);
    }
}
