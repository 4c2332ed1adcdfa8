package io.jenkins.plugins.greyrelease.kube.client;

import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.LogListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A container's log over HTTP: each line begins with its time and a blank. */
final class LogStream extends LineStream {
    /** A build may be silent for long; after this time the log is asked for anew. */
    static final Duration LENGTH = Duration.ofHours(1);

    private final LogListener listener;

    LogStream(Line line, Call call, LogListener listener) {
        super(line, call, LENGTH);
        this.listener = listener;
    }

    @Override
    void opened() {
        // the lines say so themselves
    }

    @Override
    void line(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int blank = text.indexOf(' ');
        String stamp = blank < 0 ? text : text.substring(0, blank);
        Instant at;
        try {
            at = Instant.parse(stamp);
        } catch (DateTimeException e) {
            throw new IOException("a line of a log that does not begin with its time", e);
        }
        String said = blank < 0 ? "" : text.substring(blank + 1);
        listener.line(at, said.endsWith("\r") ? said.substring(0, said.length() - 1) : said);
    }

    /** A container need not end its last line. */
    @Override
    void ended(byte[] rest) {
        try {
            if (rest.length > 0) {
                line(rest);
            }
        } catch (IOException e) {
            end(line().answers().unreadable(call(), 200, e));
            return;
        }
        if (endsNow()) {
            listener.closed(Optional.empty());
        }
    }

    @Override
    void failed(KubeException cause) {
        listener.closed(Optional.of(cause));
    }
}
