package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What stands in the way of a drain, named before anything is touched.
 *
 * @param problems why it must not begin, each with what to do
 * @param notes what people should know of it
 */
record DrainReview(List<String> problems, List<String> notes) {
    /** A pod that has been going for so long beyond its grace period hangs. */
    private static final Duration HANGS = Duration.ofMinutes(1);

    DrainReview {
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    /**
     * Looks at the pods of these nodes.
     *
     * @param dropData whether data in emptyDir volumes may be lost
     * @param now by the clock of records, to tell what hangs: an hour's error names too many or too few
     */
    static DrainReview of(DrainSight sight, List<String> nodes, boolean dropData, Instant now) {
        List<String> problems = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Set<String> apps = new TreeSet<>();
        for (String node : nodes) {
            long daemons = sight.pods().stream()
                    .filter(each -> DrainedPods.node(each).equals(node))
                    .filter(each -> DrainedPods.ofDaemonSet(each) || DrainedPods.mirror(each))
                    .count();
            if (daemons > 0) {
                notes.add(daemons + (daemons == 1 ? " pod" : " pods") + " of DaemonSets or of the kubelet itself on "
                        + node + " stay there");
            }
            for (Pod pod : sight.moving(node)) {
                pod(pod, node, dropData, now, problems);
                apps.add(sight.app(pod));
            }
        }
        apps.forEach(app -> app(sight, app, problems, notes));
        return new DrainReview(problems, notes);
    }

    private static void pod(Pod pod, String node, boolean dropData, Instant now, List<String> problems) {
        String named = "pod " + DrainedPods.name(pod) + " on " + node;
        List<String> finalizers = pod.getMetadata().getFinalizers();
        if (DrainedPods.leaving(pod)) {
            if (finalizers != null && !finalizers.isEmpty()) {
                problems.add(named + " is being deleted and finalizers " + finalizers
                        + " keep it; see to who must take them off");
            } else if (hangs(pod, now)) {
                problems.add(named + " has been going since "
                        + pod.getMetadata().getDeletionTimestamp()
                        + " and does not end; delete it with kubectl delete --force, or see to its node");
            }
            return;
        }
        if (DrainedPods.controller(pod).isEmpty()) {
            problems.add(
                    named + " belongs to no controller, so nobody would make it anew; delete it, or move it by hand");
        }
        if (!dropData && DrainedPods.keepsDataHere(pod)) {
            problems.add(named + " has an emptyDir volume, whose data is lost when it goes; if that is well, give"
                    + " emptyDir: 'delete'");
        }
    }

    private static boolean hangs(Pod pod, Instant now) {
        try {
            return Instant.parse(pod.getMetadata().getDeletionTimestamp())
                    .plus(HANGS)
                    .isBefore(now);
        } catch (DateTimeParseException e) {
            // what cannot be read proves nothing; the drain's timeout names it if it stays
            return false;
        }
    }

    private static void app(DrainSight sight, String app, List<String> problems, List<String> notes) {
        List<Pod> pods = sight.of(app);
        List<Budget> over = sight.budgets().over(pods.get(0));
        if (over.size() > 1) {
            problems.add(app + " has " + over.size() + " disruption budgets ("
                    + String.join(", ", over.stream().map(Budget::name).toList())
                    + "), so its pods can never be evicted; leave it one");
        } else if (over.size() == 1) {
            over.get(0)
                    .uncountable()
                    .ifPresent(why ->
                            problems.add("disruption budget " + over.get(0).name() + " over " + app
                                    + " cannot be counted, so it lets no pod go: " + why));
            if (sight.atOnce(app) == 0) {
                problems.add("disruption budget " + over.get(0).name() + " ("
                        + over.get(0).terms().words() + ") lets no pod of " + app
                        + " go even if all are well; change it, or run more pods");
            }
        }
        if (pods.size() == 1) {
            notes.add(app + " has one pod only: it is away until the next one serves");
        }
    }
}
