package io.jenkins.plugins.greyrelease.kube.client;

import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The session of one cluster: made when it is first needed, and anew when the login has changed. The login is asked for
 * again every half minute that there are calls, and when the server refuses it.
 *
 * <p>Thread-safe. Nothing here blocks its caller.
 */
final class Sessions implements AutoCloseable {
    private static final Duration REVIEW = Duration.ofSeconds(30);

    private final String cluster;
    private final Supplier<Login> login;
    private final Scheduler scheduler;
    private final Executor blocking;
    private Session current;
    private Duration reviewedAt = Duration.ZERO;
    private CompletableFuture<Session> review;
    private boolean closed;

    /**
     * @param login may block; what it throws says why there is none
     * @param blocking for what blocks
     */
    Sessions(String cluster, Supplier<Login> login, Scheduler scheduler, Executor blocking) {
        this.cluster = cluster;
        this.login = login;
        this.scheduler = scheduler;
        this.blocking = blocking;
    }

    /** The session; fails with a {@link KubeException} where the login cannot be used. */
    synchronized CompletableFuture<Session> get() {
        if (current == null) {
            return review();
        }
        if (scheduler.elapsed().minus(reviewedAt).compareTo(REVIEW) > 0) {
            review();
        }
        return CompletableFuture.completedFuture(current);
    }

    /** The server refused this one: the one that takes its place, or the same if the login has not changed. */
    synchronized CompletableFuture<Session> refused(Session session) {
        return session == current ? review() : get();
    }

    @Override
    public void close() {
        Session last;
        synchronized (this) {
            closed = true;
            last = current;
            current = null;
        }
        if (last != null) {
            last.http().close();
        }
    }

    private synchronized CompletableFuture<Session> review() {
        if (closed) {
            return CompletableFuture.failedFuture(problem("the connection was closed"));
        }
        if (review != null) {
            return review;
        }
        CompletableFuture<Session> mine = new CompletableFuture<>();
        review = mine;
        blocking.execute(() -> review(mine));
        return mine;
    }

    private void review(CompletableFuture<Session> mine) {
        Session before;
        synchronized (this) {
            before = current;
        }
        Session after = null;
        KubeException problem = null;
        try {
            after = made(before, Endpoints.of(login.get()));
        } catch (KubeException e) {
            problem = e;
        } catch (IllegalStateException e) {
            problem = problem(e.getMessage());
        } catch (RuntimeException e) {
            // of a certificate that cannot be used, say; its text may quote it
            problem = problem("the login cannot be used (" + e.getClass().getSimpleName() + ")");
        }
        Session end = settle(before, after);
        if (end != null) {
            end.http().close();
        }
        if (problem == null) {
            mine.complete(after);
        } else {
            mine.completeExceptionally(problem);
        }
    }

    private Session made(Session before, Endpoint endpoint) {
        if (before != null && before.endpoint().equals(endpoint)) {
            return before;
        }
        if (before != null && before.endpoint().connection().equals(endpoint.connection())) {
            return before.as(endpoint);
        }
        return Transport.open(cluster, endpoint);
    }

    /** Takes the new session, or none; returns the one whose connections nobody needs any more. */
    private synchronized Session settle(Session before, Session after) {
        review = null;
        reviewedAt = scheduler.elapsed();
        if (closed) {
            return after;
        }
        current = after;
        boolean kept = before == null || after != null && after.http() == before.http();
        return kept ? null : before;
    }

    private KubeException problem(String text) {
        return new KubeException(cluster, "sign in", Reason.FORBIDDEN, 0, text);
    }
}
