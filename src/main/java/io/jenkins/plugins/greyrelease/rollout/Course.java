package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.plan.Wave;
import io.jenkins.plugins.greyrelease.rollout.CourseState.Intent;
import io.jenkins.plugins.greyrelease.rollout.Orders.Action;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.OnFailure;
import io.jenkins.plugins.greyrelease.rollout.Standing.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The course of a release over its clusters: whose turn it is, when a check runs, when a cluster is promoted, how it
 * goes back. A pure function of {@link CourseState}.
 *
 * <p>Going back: clusters in the middle go back at once, all together, since users meet a bad version there. Clusters
 * that had ended on the new version are locked again, all of them, so that a process that dies now finds everywhere
 * that the release goes back; then they are taken back in the reverse order, {@code maxParallel} at a time. No cluster
 * gives its lock up before all of them say so: one that cannot be reached still says forward.
 */
final class Course {
    private Course() {}

    /** What to do now. */
    static Orders next(CourseState state) {
        if (state.intent() == Intent.BACK) {
            return back(state);
        }
        boolean allEnded = state.lanes().stream().allMatch(lane -> ended(state, lane));
        return allEnded
                ? forward(state)
                : state.pause().map(why -> paused(state, why)).orElseGet(() -> forward(state));
    }

    /**
     * Nothing grows; what goes back alone goes on doing so. At least one cluster that has not ended is locked and says
     * that the release stands still, so that whoever comes after this process knows it.
     */
    private static Orders paused(CourseState state, Pause why) {
        Goal pause = new Goal.Pause(why.label());
        Map<String, Goal> goals = goals(state, new Goal.Hold());
        Optional<String> next = Optional.empty();
        boolean said = false;
        for (Lane lane : state.lanes()) {
            for (String cluster : lane.clusters()) {
                Stage stage = state.standing(cluster).stage();
                if (stage == Stage.BACK || lane.left() && stage != Stage.OLD && stage != Stage.UNTOUCHED) {
                    goals.put(cluster, new Goal.Back(false));
                } else if (stage == Stage.RESERVED || stage == Stage.FORWARD || stage == Stage.PROMOTING) {
                    goals.put(cluster, pause);
                    said = true;
                } else if (stage == Stage.UNTOUCHED && !lane.left() && next.isEmpty()) {
                    next = Optional.of(cluster);
                }
            }
        }
        if (!said) {
            next.ifPresent(cluster -> goals.put(cluster, pause));
        }
        return new Orders(goals, Set.of(), List.of());
    }

    /**
     * What a failure leads to.
     *
     * @param cluster where it was
     * @param policy {@code onFailure} or {@code onAbort}
     */
    static CourseState failed(CourseState state, String cluster, OnFailure policy) {
        if (state.intent() == Intent.BACK) {
            return state;
        }
        Lane lane = state.laneOf(cluster);
        return switch (policy) {
            case PAUSE -> state.paused() ? state : state.paused(Pause.failure(cluster, lane.passed() + 1));
            case ROLLBACK -> state.with(Intent.BACK);
            case CONTINUE -> {
                long before = state.lanes().stream().filter(Lane::left).count();
                boolean tooMany = before >= state.spec().maxFailedClusters();
                yield lane.left() ? state : tooMany ? state.with(Intent.BACK) : state.left(lane);
            }
        };
    }

    private static Orders forward(CourseState state) {
        Map<String, Goal> goals = goals(state, new Goal.Hold());
        List<Action> actions = new ArrayList<>();
        int active = 0;
        int limit = state.intent() == Intent.PROMOTE
                ? state.lanes().size()
                : state.spec().maxParallel();
        for (Lane lane : state.lanes()) {
            if (ended(state, lane)) {
                continue;
            }
            if (active++ < limit) {
                lane(state, lane, goals, actions);
            }
        }
        if (active == 0) {
            boolean partly = state.lanes().stream().anyMatch(Lane::left);
            actions.add(new Action.End(partly ? ReleaseResult.Outcome.PARTLY : ReleaseResult.Outcome.RELEASED));
        }
        if (state.intent() == Intent.FORWARD) {
            reserve(state, goals);
        }
        return new Orders(goals, Set.of(), actions);
    }

    /**
     * A cluster that ends gives its lock up. Where it is the last one locked and others are to come, the next is locked
     * first: a process that dies between two clusters would otherwise leave nothing that tells of the release. One that
     * does not answer cannot be locked, and holds nobody up.
     */
    private static void reserve(CourseState state, Map<String, Goal> goals) {
        boolean ends = goals.containsValue(new Goal.Promote());
        boolean held = state.standings().values().stream()
                .anyMatch(s -> s.stage() == Stage.FORWARD && !(goals.get(s.cluster()) instanceof Goal.Promote));
        Optional<String> next = state.lanes().stream()
                .filter(lane -> !lane.left())
                .flatMap(lane -> lane.clusters().stream())
                .map(state::standing)
                .filter(s -> s.stage() == Stage.UNTOUCHED || s.stage() == Stage.RESERVED)
                .filter(s -> !s.unreachable() && goals.get(s.cluster()) instanceof Goal.Still)
                .map(Standing::cluster)
                .findFirst();
        if (!ends || held || next.isEmpty()) {
            return;
        }
        state.standings().values().stream()
                .filter(s -> s.stage() == Stage.FORWARD)
                .forEach(s -> goals.put(s.cluster(), full(state, s.cluster())));
        goals.put(next.get(), new Goal.Reserve());
    }

    /** All batches of a cluster. */
    private static Goal full(CourseState state, String cluster) {
        List<Wave> own = state.plan().wavesOf(cluster);
        return new Goal.Grow(
                own.size(), own.get(own.size() - 1).in(cluster).orElseThrow().to());
    }

    private static boolean ended(CourseState state, Lane lane) {
        return lane.clusters().stream()
                .map(state::standing)
                .allMatch(s -> lane.left() ? s.isBack() : s.stage() == Stage.NEW);
    }

    private static void lane(CourseState state, Lane lane, Map<String, Goal> goals, List<Action> actions) {
        List<Wave> waves = lane.waves(state.plan());
        for (String cluster : lane.clusters()) {
            Stage stage = state.standing(cluster).stage();
            if (lane.left() || stage == Stage.BACK) {
                goals.put(cluster, new Goal.Back(false));
            } else if (stage == Stage.NEW) {
                continue;
            } else if (state.intent() == Intent.PROMOTE || stage == Stage.PROMOTING) {
                goals.put(cluster, new Goal.Promote());
            } else {
                clusterGoal(state, lane, cluster, goals, actions);
            }
        }
        if (!lane.left() && state.intent() == Intent.FORWARD && lane.passed() < waves.size()) {
            Wave wave = waves.get(lane.passed());
            boolean reached = wave.targets().stream()
                    .map(t -> state.standing(t.cluster()))
                    .allMatch(s -> s.stage() == Stage.NEW || s.reached() >= wave.batch() && !s.unreachable());
            if (reached) {
                actions.add(new Action.Check(lane, wave));
            }
        }
    }

    /** The goal of a cluster that grows: its part of the lane's wave, or its last one if that does not change it. */
    private static void clusterGoal(
            CourseState state, Lane lane, String cluster, Map<String, Goal> goals, List<Action> actions) {
        List<Wave> waves = lane.waves(state.plan());
        List<Wave> allowed = waves.subList(0, Math.min(lane.passed() + 1, waves.size()));
        List<Wave> own = allowed.stream().filter(w -> w.in(cluster).isPresent()).toList();
        if (own.isEmpty()) {
            return;
        }
        Wave last = own.get(own.size() - 1);
        goals.put(
                cluster,
                new Goal.Grow(
                        last.batch(),
                        last.in(cluster).orElseThrow().to(),
                        state.standing(cluster).entered() == 0
                                || state.standing(cluster).entered() == last.batch()));
        boolean isItsLast =
                waves.stream().filter(w -> w.in(cluster).isPresent()).count() == own.size();
        boolean lastPassed = waves.indexOf(last) < lane.passed();
        if (isItsLast && lastPassed) {
            if (state.spec().soak().isZero() || state.soaked().contains(cluster)) {
                goals.put(cluster, new Goal.Promote());
            } else {
                actions.add(new Action.Soak(cluster));
            }
        }
    }

    private static Orders back(CourseState state) {
        Map<String, Goal> goals = goals(state, new Goal.Hold());
        boolean keepsLock = !state.standings().values().stream().allMatch(Standing::knowsOfReturn);
        List<String> reversed = new ArrayList<>(state.standings().keySet());
        Collections.reverse(reversed);
        for (String cluster : reversed) {
            Standing standing = state.standing(cluster);
            if (standing.exposed()) {
                goals.put(cluster, new Goal.Back(true, keepsLock));
            } else if (standing.stage() == Stage.NEW) {
                goals.put(cluster, new Goal.Claim());
            }
        }
        boolean allClaimed =
                state.standings().values().stream().noneMatch(s -> s.stage() == Stage.NEW && !s.unreachable());
        int active = 0;
        for (String cluster : reversed) {
            Standing standing = state.standing(cluster);
            boolean open = standing.stage() == Stage.CLAIMED || standing.stage() == Stage.REGROWN;
            if (allClaimed
                    && open
                    && !standing.unreachable()
                    && active++ < state.spec().maxParallel()) {
                goals.put(
                        cluster,
                        standing.stage() == Stage.REGROWN
                                ? new Goal.Promote(keepsLock)
                                : new Goal.Grow(1, standing.desired()));
            }
        }
        List<Action> actions = state.standings().values().stream().allMatch(Standing::isBack)
                ? List.of(new Action.End(ReleaseResult.Outcome.ROLLED_BACK))
                : List.of();
        return new Orders(goals, claimed(state), actions);
    }

    private static Set<String> claimed(CourseState state) {
        Set<String> reverts = new TreeSet<>();
        state.standings().values().stream()
                .filter(s -> s.stage() == Stage.CLAIMED
                        || s.stage() == Stage.REGROWN
                        || state.intent() == Intent.BACK && s.stage() == Stage.NEW)
                .forEach(s -> reverts.add(s.cluster()));
        return reverts;
    }

    private static Map<String, Goal> goals(CourseState state, Goal goal) {
        Map<String, Goal> goals = new LinkedHashMap<>();
        state.standings().keySet().forEach(cluster -> goals.put(cluster, goal));
        return goals;
    }
}
