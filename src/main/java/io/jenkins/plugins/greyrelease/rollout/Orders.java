package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.plan.Wave;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the course wants now.
 *
 * @param goals one for each cluster
 * @param reverts clusters whose goal is for the old template: they had ended on the new one
 * @param actions what to begin beside, unless it is under way
 */
record Orders(Map<String, Goal> goals, Set<String> reverts, List<Action> actions) {
    Orders {
        goals = Collections.unmodifiableMap(new LinkedHashMap<>(goals));
        reverts = Collections.unmodifiableSet(new TreeSet<>(reverts));
        actions = List.copyOf(actions);
    }

    /** Something to begin. */
    sealed interface Action {
        /** Run the check of a wave that has its size. */
        record Check(Lane lane, Wave wave) implements Action {}

        /** Watch this cluster at full size for as long as was asked. */
        record Soak(String cluster) implements Action {}

        /** The release has ended. */
        record End(ReleaseResult.Outcome outcome) implements Action {}
    }
}
