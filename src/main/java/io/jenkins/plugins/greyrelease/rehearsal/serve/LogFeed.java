package io.jenkins.plugins.greyrelease.rehearsal.serve;

import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.LogListener;
import io.jenkins.plugins.greyrelease.kube.Watch;
import io.jenkins.plugins.greyrelease.runtime.Serial;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** One log as it goes over the wire, written apart from the simulation's thread. */
final class LogFeed implements LogListener {
    private final Reply reply;
    private final RealTime time;
    private final Executor writing;
    private final Consumer<LogFeed> forget;
    private Watch log = () -> {};
    private boolean begun;
    private boolean over;

    /** @param writing where writing may block */
    LogFeed(Reply reply, RealTime time, Executor writing, Consumer<LogFeed> forget) {
        this.reply = reply;
        this.time = time;
        this.forget = forget;
        // what fails to be written is handled where it is written
        this.writing = new Serial(writing, e -> reply.end());
    }

    /** The log that feeds it; called in the simulation. */
    void from(Watch newLog) {
        log = newLog;
        if (over) {
            log.close();
        }
    }

    /** The server stops; called in the simulation. */
    void end() {
        if (!over) {
            over = true;
            log.close();
            forget.accept(this);
            writing.execute(reply::end);
        }
    }

    @Override
    public void line(Instant at, String text) {
        begin();
        write(() -> reply.text(at + " " + text + "\n"));
    }

    @Override
    public void closed(Optional<KubeException> cause) {
        if (!begun && cause.isPresent()) {
            write(() -> reply.refuse(cause.get()));
        } else {
            begin();
        }
        end();
    }

    private void begin() {
        if (!begun) {
            begun = true;
            write(reply::begin);
        }
    }

    private interface Writing {
        void write() throws IOException;
    }

    private void write(Writing what) {
        if (over) {
            return;
        }
        writing.execute(() -> {
            try {
                what.write();
            } catch (IOException e) {
                // whoever read has gone
                time.run(this::end);
            }
        });
    }
}
