package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.rollout.Move.End;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A cluster that preflight refused while the release was under way elsewhere: asked again when its turn comes, until it
 * may begin.
 *
 * <p>Threads: everything happens on the release's own executor.
 */
final class Admission {
    private static final Duration AGAIN = Duration.ofSeconds(60);

    private final Place place;
    private final ReleaseSpec spec;
    private final String release;
    private final Engine engine;
    private final Executor serial;
    private final Door door;
    private boolean asking;
    private Scheduler.Timer timer;

    /** Who wants to know. */
    interface Door {
        /** The release may begin there, or has nothing to do. */
        void opened(Place place);

        /** It cannot begin, or need not. */
        void settled(Move move);
    }

    Admission(Place place, ReleaseSpec spec, String release, Engine engine, Executor serial, Door door) {
        this.place = place;
        this.spec = spec;
        this.release = release;
        this.engine = engine;
        this.serial = serial;
        this.door = door;
    }

    /** Asks, now and every minute, while it is the cluster's turn. */
    void wanted(Goal goal) {
        close();
        if (goal instanceof Goal.Back || goal instanceof Goal.Claim) {
            door.settled(new Move.Reached(End.OLD, spec.app() + " was not touched by this release"));
        } else if (!(goal instanceof Goal.Hold) && !asking) {
            asking = true;
            // a registry that lacked the image is asked again, too
            new Preflight(place.member(), spec, release, engine.supply())
                    .check()
                    .whenComplete((answer, failure) -> serial.execute(() -> {
                        asking = false;
                        if (failure == null) {
                            heard(answer, goal);
                        } else {
                            refused(
                                    Calls.cause(place.name(), "preflight", failure)
                                            .getMessage(),
                                    goal);
                        }
                    }));
        }
    }

    /** Asks no more. */
    void close() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void heard(Readiness answer, Goal goal) {
        if (answer instanceof Readiness.Ready ready) {
            door.opened(Place.ready(place.member(), ready));
        } else if (answer instanceof Readiness.Done done) {
            CompletableFuture<Place> ended = new Resumption(place.member(), spec).ended(done.stable(), false);
            ended.whenComplete((found, failure) -> serial.execute(() -> {
                if (failure == null) {
                    door.opened(found);
                } else {
                    refused(
                            Calls.cause(place.name(), "read " + spec.app(), failure)
                                    .getMessage(),
                            goal);
                }
            }));
        } else if (answer instanceof Readiness.InProgress other) {
            refused("release " + View.label(other.stable(), Labels.RELEASE) + " is under way here", goal);
        } else if (answer instanceof Readiness.Refused no) {
            refused(String.join("; ", no.problems()), goal);
        } else {
            refused(((Readiness.NoAnswer) answer).cause().getMessage(), goal);
        }
    }

    private void refused(String why, Goal goal) {
        door.settled(new Move.Stop(
                "refused",
                "the release cannot begin here: " + why
                        + ". It is tried again every minute; or roll back to take the other clusters back"));
        timer = engine.scheduler().after(AGAIN, () -> serial.execute(() -> wanted(goal)));
    }
}
