package io.jenkins.plugins.greyrelease.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;

/**
 * A notice as the body of a webhook, version 1 of it, as {@code docs/notifications.md} describes it: keys are only ever
 * added, and those that have nothing to say are left out.
 */
public final class NoticeJson {
    /** Of the body. */
    public static final int VERSION = 1;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private NoticeJson() {}

    /** The body, in UTF-8; the same bytes for the same notice. */
    public static byte[] body(Notice notice) {
        try {
            return MAPPER.writeValueAsBytes(tree(notice));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("writing notice " + notice.id() + " as JSON", e);
        }
    }

    private static ObjectNode tree(Notice notice) {
        ObjectNode tree = MAPPER.createObjectNode();
        tree.put("version", VERSION);
        tree.put("id", notice.id());
        tree.put("event", notice.kind().word());
        tree.put("at", notice.at().truncatedTo(ChronoUnit.SECONDS).toString());
        tree.put("text", notice.text());
        ObjectNode run = tree.putObject("run").put("id", notice.run().id());
        said(run, "url", notice.run().url());
        notice.release().ifPresent(release -> {
            ObjectNode subject = tree.putObject("release");
            said(subject, "id", release.id());
            said(subject, "app", release.app());
            said(subject, "namespace", release.namespace());
            said(subject, "image", release.image());
        });
        if (!notice.clusters().isEmpty()) {
            notice.clusters().forEach(tree.putArray("clusters")::add);
        }
        if (notice.batch() > 0) {
            tree.put("batch", notice.batch());
        }
        if (notice.batches() > 0) {
            tree.put("batches", notice.batches());
        }
        said(tree, "outcome", notice.outcome());
        return tree;
    }

    private static void said(ObjectNode node, String key, String text) {
        if (!text.isEmpty()) {
            node.put(key, text);
        }
    }
}
