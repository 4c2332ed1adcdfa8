package io.jenkins.plugins.greyrelease.kube.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.WatchListener;
import java.io.IOException;
import java.time.Duration;

/** One watch over HTTP: a line of JSON for each event. */
final class EventStream<T extends HasMetadata> extends LineStream {
    private final Kind<T> kind;
    private final WatchListener<T> listener;

    /** @param length for how long the server was asked to keep it open */
    EventStream(Line line, Call call, Duration length, Kind<T> kind, WatchListener<T> listener) {
        super(line, call, length);
        this.kind = kind;
        this.listener = listener;
    }

    @Override
    void opened() {
        listener.opened();
    }

    @Override
    void line(byte[] text) throws IOException {
        if (text.length == 0) {
            return;
        }
        JsonNode event = Wire.tree(text);
        JsonNode object = event.path("object");
        String type = event.path("type").asText();
        switch (type) {
            case "ADDED", "MODIFIED", "DELETED" ->
                listener.event(WatchListener.Type.valueOf(type), Wire.read(kind, object));
            case "BOOKMARK" ->
                listener.bookmark(
                        object.path("metadata").path("resourceVersion").asText());
            case "ERROR" -> end(error(object));
            default -> throw new IOException("an event of a type that Kubernetes does not know");
        }
    }

    @Override
    void ended(byte[] rest) {
        end(line().answers().unreachable(call(), "the server ended the watch"));
    }

    @Override
    void failed(KubeException cause) {
        listener.closed(cause);
    }
}
