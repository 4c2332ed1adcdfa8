package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.plan.Plan;
import io.jenkins.plugins.greyrelease.plan.Wave;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Everything the course of a release is decided on. Immutable.
 *
 * @param plan with the desired numbers of now
 * @param spec what was asked
 * @param intent where it goes
 * @param pause why a person has to say how to go on; empty: nobody has to
 * @param standings per cluster, in the plan's order
 * @param lanes in the plan's order
 * @param soaked clusters that were watched at full size for as long as was asked
 */
record CourseState(
        Plan plan,
        ReleaseSpec spec,
        Intent intent,
        Optional<Pause> pause,
        Map<String, Standing> standings,
        List<Lane> lanes,
        Set<String> soaked) {

    CourseState {
        standings = Collections.unmodifiableMap(new LinkedHashMap<>(standings));
        lanes = List.copyOf(lanes);
        soaked = Collections.unmodifiableSet(new TreeSet<>(soaked));
    }

    /** Where a release goes. */
    enum Intent {
        /** Batch by batch to the new version. */
        FORWARD,
        /** Straight to the new version, without further checks. */
        PROMOTE,
        /** Back to the old version, everywhere. */
        BACK
    }

    Standing standing(String cluster) {
        return standings.get(cluster);
    }

    CourseState with(Standing standing) {
        Map<String, Standing> changed = new LinkedHashMap<>(standings);
        changed.put(standing.cluster(), standing);
        return new CourseState(plan, spec, intent, pause, changed, lanes, soaked);
    }

    CourseState with(Intent newIntent) {
        return new CourseState(plan, spec, newIntent, Optional.empty(), standings, lanes, soaked);
    }

    /** Whether it stands still until a person says how to go on. */
    boolean paused() {
        return pause.isPresent();
    }

    CourseState paused(Pause why) {
        return new CourseState(plan, spec, intent, Optional.of(why), standings, lanes, soaked);
    }

    CourseState resumed() {
        return new CourseState(plan, spec, intent, Optional.empty(), standings, lanes, soaked);
    }

    CourseState soakedNow(String cluster) {
        Set<String> more = new TreeSet<>(soaked);
        more.add(cluster);
        return new CourseState(plan, spec, intent, pause, standings, lanes, more);
    }

    /** One more wave of this lane has passed its check. */
    CourseState passed(Lane lane) {
        return replaced(lane, lane.passed(lane.passed() + 1));
    }

    /** This lane is taken back alone. */
    CourseState left(Lane lane) {
        return replaced(lane, lane.leave());
    }

    private CourseState replaced(Lane before, Lane after) {
        List<Lane> changed = new ArrayList<>(lanes);
        changed.set(changed.indexOf(before), after);
        return new CourseState(plan, spec, intent, pause, standings, changed, soaked);
    }

    /** The lane of a cluster. */
    Lane laneOf(String cluster) {
        return lanes.stream()
                .filter(l -> l.clusters().contains(cluster))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(cluster + " is no cluster of this release"));
    }

    /**
     * With the plan counted anew for the desired numbers that the standings say; passed waves stay as they are, and one
     * that is under way stays one, with its clusters and its check.
     */
    CourseState replanned() {
        Map<String, Integer> desired = new LinkedHashMap<>();
        standings.forEach((cluster, standing) -> desired.put(cluster, standing.desired()));
        List<Wave> done = new ArrayList<>();
        Map<String, Integer> begun = new LinkedHashMap<>();
        for (Lane lane : lanes) {
            List<Wave> waves = lane.waves(plan);
            done.addAll(waves.subList(0, Math.min(lane.passed(), waves.size())));
            waves.stream().skip(lane.passed()).limit(1).forEach(wave -> wave.targets()
                    .forEach(target -> begun.put(target.cluster(), wave.batch())));
        }
        return new CourseState(plan.resized(desired, done, begun), spec, intent, pause, standings, lanes, soaked);
    }
}
