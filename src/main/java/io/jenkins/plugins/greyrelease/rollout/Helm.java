package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.plan.Wave;
import io.jenkins.plugins.greyrelease.rollout.CourseState.Intent;
import io.jenkins.plugins.greyrelease.rollout.Orders.Action;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent.Kind;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.Standing.Stage;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Keeps the state of a release: what it hears from clusters, checks and people changes it, and is told.
 *
 * <p>Threads: everything happens on the release's own executor; {@link #status} may be asked on any thread.
 */
final class Helm {
    private final ReleaseSpec spec;
    private final Narrator narrator;
    private final Map<String, Station> stations;
    private final Map<String, String> trouble = new ConcurrentSkipListMap<>();
    private volatile CourseState state;
    private volatile String pausedFor = "";
    private String reason = "";

    Helm(CourseState state, ReleaseSpec spec, Narrator narrator, Map<String, Station> stations) {
        this.state = state;
        this.spec = spec;
        this.narrator = narrator;
        this.stations = stations;
    }

    CourseState state() {
        return state;
    }

    void state(CourseState next) {
        state = next;
    }

    /** Why it is not simply going forward; empty if it is. */
    String reason() {
        return reason;
    }

    /** One line per cluster, after the reason of a pause. */
    String status() {
        return Results.status(stations, trouble, state.paused() ? pausedFor : "");
    }

    /** What a cluster stands still for; empty: nothing any more. */
    void trouble(String cluster, String text) {
        if (text.isEmpty()) {
            trouble.remove(cluster);
        } else {
            trouble.put(cluster, text);
        }
    }

    /** Stands still. */
    void pause(String why) {
        pausedFor = why;
        state = state.pausedNow(true);
        narrator.say(Kind.PAUSED, why);
    }

    /** A person says go on. */
    void resume(String by) {
        pausedFor = "";
        state = state.pausedNow(false);
        narrator.say(Kind.RESUMED, "resumed by " + by);
        stations.values().forEach(Station::retry);
    }

    /** Everything goes back. */
    void back(String why) {
        if (state.intent() != Intent.BACK) {
            reason = why;
            turn(state.with(Intent.BACK));
        }
        state = state.pausedNow(false);
    }

    /** Stops it as {@code onAbort} says; paused afterwards if it shall stay where it is. */
    void abort(String why) {
        reason = why;
        String where = stations.keySet().iterator().next();
        for (Standing standing : state.standings().values()) {
            where = standing.exposed() ? standing.cluster() : where;
        }
        turn(Course.failed(state, where, spec.onAbort()));
    }

    /** Takes a new state in and tells of its turn. */
    private void turn(CourseState next) {
        boolean turned = next.intent() == Intent.BACK && state.intent() != Intent.BACK;
        if (next.paused() && !state.paused()) {
            pausedFor = reason;
            narrator.say(Kind.PAUSED, reason + ". Resume, roll back or promote");
        }
        state = next;
        if (turned) {
            narrator.say(Kind.ROLLING_BACK, "everything goes back: " + reason);
            for (Station station : stations.values()) {
                if (station.place().already()) {
                    // The new version ran here before: this release has nothing to take back.
                    state = state.with(state.standing(station.place().name()).at(Stage.UNTOUCHED));
                }
            }
        }
    }

    /** The app wants another number of pods. */
    void wants(String cluster, int desired) {
        Standing standing = state.standing(cluster);
        boolean changing = standing.stage() != Stage.NEW && standing.stage() != Stage.OLD;
        if (changing && standing.desired() != desired) {
            state = state.with(standing.wants(desired)).replanned();
        }
    }

    /** A driver has reached its goal, or cannot. */
    void settled(String cluster, News.Settled settled) {
        Station station = stations.get(cluster);
        if (!settled.goal().equals(station.goal())) {
            return;
        }
        if (settled.move() instanceof Move.Reached reached) {
            trouble.remove(cluster);
            reached(station, settled.goal(), reached);
        } else if (settled.move() instanceof Move.Failed failed) {
            trouble.put(cluster, failed.why());
            if (state.intent() == Intent.BACK) {
                narrator.say(Kind.PAUSED, cluster, 0, failed.why());
            } else {
                reason = "cluster " + cluster + ": " + failed.why();
                narrator.say(Kind.CHECK_FAILED, cluster, batch(settled.goal()), failed.why());
                turn(Course.failed(state, cluster, spec.onFailure()));
            }
        } else if (settled.move() instanceof Move.Stop stop) {
            trouble.put(cluster, stop.why());
            narrator.say(Kind.PAUSED, cluster, batch(settled.goal()), stop.why());
        }
    }

    private void reached(Station station, Goal goal, Move.Reached reached) {
        String cluster = station.place().name();
        Standing standing = state.standing(cluster);
        switch (reached.end()) {
            case BATCH -> {
                narrator.say(Kind.BATCH_REACHED, cluster, batch(goal), reached.what());
                state = state.with(station.reverts() ? standing.at(Stage.REGROWN) : standing.reached(batch(goal)));
            }
            // the driver that lost contact was replaced before it could say that the cluster answers again
            case CLAIMED -> state = state.with(standing.at(Stage.CLAIMED).answering(true));
            case NEW -> ended(station, station.reverts() ? Stage.OLD : Stage.NEW, reached.what());
            case OLD -> ended(station, station.reverts() ? Stage.NEW : Stage.OLD, reached.what());
        }
    }

    private void ended(Station station, Stage stage, String what) {
        String cluster = station.place().name();
        if (state.standing(cluster).stage() != stage) {
            Kind kind = stage == Stage.NEW ? Kind.CLUSTER_DONE : Kind.ROLLED_BACK;
            narrator.say(kind, cluster, 0, what);
            state = state.with(state.standing(cluster).at(stage));
        }
    }

    /** Takes a verdict in. */
    void judged(Action.Check check, Verdict verdict) {
        Wave wave = check.wave();
        String where = wave.targets().get(0).cluster();
        Lane lane = state.laneOf(where);
        if (verdict instanceof Verdict.Passed) {
            narrator.say(Kind.CHECK_PASSED, where, wave.batch(), "check of batch " + wave.batch() + " passed");
            if (lane.passed() == check.lane().passed()) {
                state = state.passed(lane);
            }
            return;
        }
        boolean aborted = verdict instanceof Verdict.Aborted;
        String why = verdict instanceof Verdict.Rejected no ? no.reason() : ((Verdict.Aborted) verdict).reason();
        narrator.say(Kind.CHECK_FAILED, where, wave.batch(), why);
        reason = "check of batch " + wave.batch() + " in " + where + (aborted ? " was stopped: " : " failed: ") + why;
        turn(Course.failed(state, where, aborted ? spec.onAbort() : spec.onFailure()));
    }

    private static int batch(Goal goal) {
        return goal instanceof Goal.Grow grow ? grow.batch() : 0;
    }
}
