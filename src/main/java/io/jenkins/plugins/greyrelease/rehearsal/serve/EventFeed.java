package io.jenkins.plugins.greyrelease.rehearsal.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Watch;
import io.jenkins.plugins.greyrelease.kube.WatchListener;
import io.jenkins.plugins.greyrelease.runtime.Serial;
import java.io.IOException;
import java.util.concurrent.Executor;

/**
 * One watch as it goes over the wire: a line for each event, in order, written apart from the simulation's thread, so
 * that a slow reader holds up only itself.
 */
final class EventFeed<T> implements WatchListener<T> {
    private interface Writing {
        void write() throws IOException;
    }

    private final Kind<?> kind;
    private final Reply reply;
    private final boolean bookmarks;
    private final RealTime time;
    private final Executor writing;
    private Watch watch = () -> {};
    private boolean taken;
    private boolean over;

    /** @param writing where writing may block */
    EventFeed(Kind<?> kind, Reply reply, boolean bookmarks, RealTime time, Executor writing) {
        this.kind = kind;
        this.reply = reply;
        this.bookmarks = bookmarks;
        this.time = time;
        // what fails to be written is handled where it is written
        this.writing = new Serial(writing, e -> reply.end());
    }

    /** The watch that feeds it; called in the simulation. */
    void from(Watch newWatch) {
        watch = newWatch;
        if (over) {
            watch.close();
        }
    }

    /** Its time is over, or the server stops; called in the simulation. */
    void end() {
        if (!over) {
            over = true;
            watch.close();
            writing.execute(reply::end);
        }
    }

    @Override
    public void opened() {
        taken = true;
        write(reply::begin);
    }

    @Override
    public void event(Type type, T object) {
        line(type.name(), Texts.tree(object));
    }

    @Override
    public void bookmark(String resourceVersion) {
        if (bookmarks) {
            ObjectNode object = Texts.empty().put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
            object.putObject("metadata").put("resourceVersion", resourceVersion);
            line("BOOKMARK", object);
        }
    }

    @Override
    public void closed(KubeException cause) {
        if (!taken) {
            write(() -> reply.refuse(cause));
        } else if (cause.status() > 0) {
            line("ERROR", Texts.failure(cause));
        }
        end();
    }

    private void line(String type, JsonNode object) {
        ObjectNode event = Texts.empty().put("type", type);
        event.set("object", object);
        write(() -> reply.line(event));
    }

    private void write(Writing what) {
        if (over) {
            return;
        }
        writing.execute(() -> {
            try {
                what.write();
            } catch (IOException e) {
                // whoever watched has gone
                time.run(this::end);
            }
        });
    }
}
