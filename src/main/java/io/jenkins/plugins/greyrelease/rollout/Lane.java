package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.plan.Plan;
import io.jenkins.plugins.greyrelease.plan.Spread;
import io.jenkins.plugins.greyrelease.plan.Wave;
import java.util.ArrayList;
import java.util.List;

/**
 * Waves that follow each other: those of one cluster in {@code sequence}, all of them in {@code even} and {@code fill}.
 *
 * @param clusters whose waves they are, in order
 * @param passed how many waves have had their check and passed it
 * @param left whether it is taken back alone, as {@code onFailure: continue} says
 */
record Lane(List<String> clusters, int passed, boolean left) {
    Lane {
        clusters = List.copyOf(clusters);
    }

    /** The lanes of a plan, in order, none begun. */
    static List<Lane> of(Plan plan) {
        List<String> clusters = plan.request().clusters();
        if (plan.request().spread() != Spread.SEQUENCE) {
            return List.of(new Lane(clusters, 0, false));
        }
        List<Lane> lanes = new ArrayList<>();
        clusters.forEach(c -> lanes.add(new Lane(List.of(c), 0, false)));
        return lanes;
    }

    /** Its waves in the plan. */
    List<Wave> waves(Plan plan) {
        return plan.waves().stream()
                .filter(w -> w.targets().stream().anyMatch(t -> clusters.contains(t.cluster())))
                .toList();
    }

    Lane passed(int waves) {
        return new Lane(clusters, waves, left);
    }

    Lane leave() {
        return new Lane(clusters, passed, true);
    }
}
