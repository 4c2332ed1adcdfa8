package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.plan.Wave;
import io.jenkins.plugins.greyrelease.rollout.CourseState.Intent;
import io.jenkins.plugins.greyrelease.rollout.Orders.Action;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent.Kind;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.Standing.Stage;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Keeps the state of a release: what it hears from clusters, checks and people changes it, and is told.
 *
 * <p>Threads: everything happens on the release's own executor; what only tells how it stands may be asked on any thread.
 */
final class Helm {
    static final String CHOICES = "Resume to go on, promote now, or roll back now";

    private final ReleaseSpec spec;
    private final Narrator narrator;
    private final Map<String, Station> stations;
    private final Map<String, String> trouble = new ConcurrentSkipListMap<>();
    private final Set<String> still = new TreeSet<>();
    private volatile CourseState state;
    private volatile String pausedFor = "";
    private volatile String reason = "";
    private boolean leaving;

    Helm(CourseState state, ReleaseSpec spec, Narrator narrator, Map<String, Station> stations) {
        this.state = state;
        this.spec = spec;
        this.narrator = narrator;
        this.stations = stations;
        this.pausedFor = state.pause().map(Pause::words).orElse("");
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

    /** Why it stands still, in words; empty if it does not. */
    String pausedFor() {
        return pausedFor;
    }

    /** The clusters that wait for something only a person can settle. */
    Set<String> troubled() {
        return Collections.unmodifiableSet(trouble.keySet());
    }

    /** Whether the run has been stopped and only waits until the clusters say that the release stands still. */
    boolean leaving() {
        return leaving;
    }

    /** Whether every cluster that shall stand still has said so, or cannot. */
    boolean standsStill() {
        return stations.values().stream()
                .filter(station -> station.goal() instanceof Goal.Pause)
                .map(station -> station.place().name())
                .allMatch(name -> still.contains(name)
                        || trouble.containsKey(name)
                        || state.standing(name).unreachable());
    }

    /** One line per cluster, after the reason of a pause. */
    String status() {
        return Results.status(stations, trouble, state.paused() ? pausedFor : "");
    }

    /** Why a cluster has not ended, in words; empty if that is not known here. */
    String standsFor(String cluster) {
        return trouble.getOrDefault(cluster, state.paused() ? pausedFor : "");
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
    void pause(Pause pause, String why) {
        pausedFor = why;
        still.clear();
        state = state.paused(pause);
        narrator.say(Kind.PAUSED, why + ". " + CHOICES);
    }

    /** Tells of what an earlier process left: a pause, or the way back. */
    void begin(String whyBack) {
        if (state.paused()) {
            narrator.say(Kind.PAUSED, "it was " + pausedFor + " and still is. " + CHOICES);
        } else if (state.intent() == Intent.BACK) {
            reason = whyBack;
            narrator.say(Kind.ROLLING_BACK, "everything goes back: " + reason);
        }
    }

    /** The run ends, the release stays where it is. */
    void leave(String by) {
        leaving = true;
        reason = "stopped by " + by;
        if (!state.paused()) {
            pause(new Pause(Pause.Cause.ABORT, by), reason + ", and left where it is");
        }
    }

    /** Straight to the new version: a person said so. */
    void promote(String by) {
        pausedFor = "";
        state = state.with(Intent.PROMOTE);
        narrator.say(
                Kind.PROMOTING, "promoted by " + by + ": all clusters go to the new version without further checks");
        stations.values().forEach(Station::retry);
    }

    /** A person says go on. */
    void resume(String by) {
        pausedFor = "";
        state = state.resumed();
        trouble.clear();
        narrator.say(Kind.RESUMED, "resumed by " + by);
        stations.values().forEach(Station::retry);
    }

    /** Everything goes back. */
    void back(String why) {
        reason = why;
        turn(state.with(Intent.BACK));
    }

    /**
     * A cluster's labels say that the whole release goes back. A write of a process that died may have landed after this
     * one read how the cluster stands.
     */
    void toldToReturn(String cluster) {
        state = state.with(state.standing(cluster).toldToReturn());
        if (state.intent() != Intent.BACK) {
            back("the process before this one had begun to go back");
        }
    }

    /** Stops it as {@code onAbort} says. */
    void abort(String why) {
        reason = why;
        String where = stations.keySet().iterator().next();
        for (Standing standing : state.standings().values()) {
            where = standing.exposed() ? standing.cluster() : where;
        }
        turn(Course.failed(state, where, spec.onAbort()));
    }

    /** Another process drives the release: this one leaves it alone. */
    void overtaken(String why) {
        reason = why;
    }

    /** Takes a new state in and tells of its turn. */
    private void turn(CourseState next) {
        boolean turned = next.intent() == Intent.BACK && state.intent() != Intent.BACK;
        if (next.paused() && !state.paused()) {
            pausedFor = reason;
            still.clear();
            narrator.say(Kind.PAUSED, reason + ". " + CHOICES);
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
        // one that is claimed to be taken back tells its number before it is known to be claimed
        boolean ended = standing.stage() == Stage.NEW && state.intent() != Intent.BACK;
        boolean changing = !ended && standing.stage() != Stage.OLD;
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
            if (reached.end() == Move.End.PAUSED) {
                still.add(cluster);
                return;
            }
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
            case PAUSED -> still.add(cluster);
            case RESERVED -> state = state.with(standing.at(Stage.FORWARD));
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
        Lane lane = state.laneOf(cluster);
        if (stage == Stage.OLD && state.intent() != Intent.BACK && !lane.left()) {
            // the process before this one had left it, and its write landed after this one read how it stands
            state = state.left(lane);
        }
    }

    /** Takes a verdict in. */
    void judged(Action.Check check, Verdict verdict) {
        Wave wave = check.wave();
        String where = wave.targets().get(0).cluster();
        Lane lane = state.laneOf(where);
        if (state.intent() != Intent.FORWARD || lane.left()) {
            // it goes back, or a person said promote now: nobody waits for this answer any more
            return;
        }
        if (verdict instanceof Verdict.Passed) {
            wave.targets()
                    .forEach(target -> narrator.say(
                            Kind.CHECK_PASSED,
                            target.cluster(),
                            wave.batch(),
                            "check of batch " + wave.batch() + " passed"));
            if (lane.passed() == check.lane().passed()) {
                state = state.passed(lane);
            }
            return;
        }
        boolean aborted = verdict instanceof Verdict.Aborted;
        String why = verdict instanceof Verdict.Rejected no ? no.reason() : ((Verdict.Aborted) verdict).reason();
        wave.targets().forEach(target -> narrator.say(Kind.CHECK_FAILED, target.cluster(), wave.batch(), why));
        reason = "check of batch " + wave.batch() + " in " + where + (aborted ? " was stopped" : " failed")
                + Results.suffix(why);
        turn(Course.failed(state, where, aborted ? spec.onAbort() : spec.onFailure()));
    }

    private static int batch(Goal goal) {
        return goal instanceof Goal.Grow grow ? grow.batch() : 0;
    }
}
