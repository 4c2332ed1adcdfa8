package io.jenkins.plugins.greyrelease.kube.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Watch;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An answer over HTTP that goes on, line by line, for as long as the server keeps it open. Over HTTP/2 all that are open to
 * a cluster share a connection, whose pings tell when it is dead; a server that takes no notice of the end of its time
 * is given up a little later.
 *
 * <p>Threads: what is told is told one at a time, on the threads of the transport, or on the scheduler's where the server
 * does not answer.
 */
abstract class LineStream implements Watch {
    /** Ten times what etcd keeps of one object. */
    private static final int LONGEST_LINE = 16 << 20;

    private static final Duration LATE = Duration.ofSeconds(30);

    private final Line line;
    private final Call call;
    private final Duration length;
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private Scheduler.Timer noAnswer = () -> {};
    private AsyncBody body;
    private HttpResponse<AsyncBody> answer;
    private Runnable breakOff = () -> {};
    private boolean taken;
    private boolean over;

    /** @param length for how long the server was asked to keep it open */
    LineStream(Line line, Call call, Duration length) {
        this.line = line;
        this.call = call;
        this.length = length;
    }

    /** The server has taken the question; lines follow. */
    abstract void opened();

    /**
     * A line without its end.
     *
     * @throws IOException if it is none that can be
     */
    abstract void line(byte[] text) throws IOException;

    /**
     * The server has ended the answer.
     *
     * @param rest what came after the last end of line
     */
    abstract void ended(byte[] rest);

    /** It broke off, was refused, or {@link #end} was called; nothing more is told. */
    abstract void failed(KubeException cause);

    final Line line() {
        return line;
    }

    final Call call() {
        return call;
    }

    /** What a line says went wrong. */
    final KubeException error(JsonNode status) {
        HttpResponse<AsyncBody> in;
        synchronized (this) {
            in = answer;
        }
        return line.answers().error(call, in, status);
    }

    final void open(Scheduler scheduler) {
        line.limit().submit(() -> line.sessions().get().whenComplete((session, problem) -> {
            if (problem != null) {
                end(line.answers().failure(call, problem));
                return;
            }
            String name = session.streams().next();
            synchronized (this) {
                if (over) {
                    return;
                }
                breakOff = () -> session.streams().breakOff(name);
                noAnswer = scheduler.after(line.patience(), this::noAnswer);
            }
            connect(session, name);
        }));
    }

    @Override
    public final void close() {
        synchronized (this) {
            over = true;
            noAnswer.cancel();
        }
        leave();
    }

    private void connect(Session session, String name) {
        HttpRequest request = session.request(call.path())
                .header(OpenStreams.NAME, name)
                .forStreaming()
                .timeout(length.plus(LATE).toMillis(), TimeUnit.MILLISECONDS)
                .build();
        try {
            session.http()
                    .consumeBytes(request, this::received)
                    .whenComplete((response, failure) -> answered(session, response, failure));
        } catch (RuntimeException e) {
            // the session has just been closed, or its address is none
            end(line.answers().failure(call, e));
        }
    }

    private void answered(Session session, HttpResponse<AsyncBody> response, Throwable failure) {
        if (failure != null) {
            end(line.answers().failure(call, failure));
            return;
        }
        boolean late;
        synchronized (this) {
            noAnswer.cancel();
            late = over;
            answer = response;
            body = response.body();
            taken = response.isSuccessful();
        }
        if (late) {
            leave();
            return;
        }
        if (taken) {
            line.reach().answered();
            opened();
        }
        response.body().done().whenComplete((nothing, broken) -> done(session, response, broken));
        response.body().consume();
    }

    /** The server has ended it, or the connection broke. */
    private void done(Session session, HttpResponse<AsyncBody> response, Throwable broken) {
        if (taken && broken == null) {
            ended(unfinished.toByteArray());
            return;
        }
        if (taken) {
            end(line.answers().failure(call, broken));
            return;
        }
        KubeException refusal = line.answers().refusal(call, response, unfinished.toByteArray());
        if (response.code() == 401) {
            // so that the next one comes with the new login, if there is one
            line.sessions().refused(session).whenComplete((renewed, problem) -> end(refusal));
        } else {
            end(refusal);
        }
    }

    private void noAnswer() {
        boolean waiting;
        synchronized (this) {
            waiting = body == null;
        }
        if (waiting) {
            end(line.answers().unreachable(call, "no answer in time"));
        }
    }

    private void received(List<ByteBuffer> buffers, AsyncBody from) {
        for (ByteBuffer buffer : buffers) {
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next == '\n' && taken) {
                    byte[] whole = unfinished.toByteArray();
                    unfinished.reset();
                    whole(whole);
                } else if (unfinished.size() < LONGEST_LINE) {
                    unfinished.write(next);
                } else {
                    end(line.answers().unreadable(call, 200, new IOException("a line without end")));
                    return;
                }
            }
        }
        from.consume();
    }

    private void whole(byte[] text) {
        synchronized (this) {
            if (over) {
                return;
            }
        }
        try {
            line(text);
        } catch (IOException e) {
            end(line.answers().unreadable(call, 200, e));
        }
    }

    /** Nothing more is to come. */
    final void end(KubeException cause) {
        if (endsNow()) {
            if (!taken) {
                line.reach().failed(cause);
            }
            leave();
            failed(cause);
        }
    }

    /** Marks the end; whether it has not come before. */
    final boolean endsNow() {
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
            noAnswer.cancel();
            return true;
        }
    }

    /** Whoever reads meets the end, and closes what was read from; where nobody does, somebody is sent to. */
    private void leave() {
        AsyncBody open;
        Runnable ending;
        synchronized (this) {
            open = body;
            ending = breakOff;
        }
        ending.run();
        if (open != null && !open.done().isDone()) {
            open.consume();
        }
    }
}
