package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many replicas the ReplicaSets of a Deployment should have.
 *
 * <p>Source: Kubernetes 1.34, {@code pkg/controller/deployment/util/deployment_util.go} and {@code sync.go}.
 */
final class DeploymentMath {

    /** maxSurge and maxUnavailable as numbers of pods. */
    record Fenceposts(int surge, int unavailable) {}

    private DeploymentMath() {}

    /**
     * Resolves both limits in one step: surge rounds up, unavailable rounds down, and if both come to zero, one pod may
     * be unavailable, else nothing would ever move. Example: 1 % unavailable and 0 % surge of 2 pods: surge 0,
     * unavailable 1.
     */
    static Fenceposts fenceposts(IntOrString maxSurge, IntOrString maxUnavailable, int desired) {
        int surge = scaled(maxSurge, desired, true);
        int unavailable = scaled(maxUnavailable, desired, false);
        return new Fenceposts(surge, surge == 0 && unavailable == 0 ? 1 : unavailable);
    }

    /** A number, or a percentage of {@code total}; 25 % of 10 is 3 rounded up and 2 rounded down; absent is 0. */
    static int scaled(IntOrString value, int total, boolean roundUp) {
        if (value == null) {
            return 0;
        }
        if (value.getIntVal() != null) {
            return value.getIntVal();
        }
        String text = value.getStrVal();
        if (text == null || !text.matches("[0-9]+%")) {
            throw new IllegalArgumentException("invalid value for IntOrString: " + text + ": not a percentage");
        }
        long hundredths = Long.parseLong(text.substring(0, text.length() - 1)) * total;
        return (int) (roundUp ? (hundredths + 99) / 100 : hundredths / 100);
    }

    static int replicas(Deployment d) {
        return d.getSpec().getReplicas() == null ? 1 : d.getSpec().getReplicas();
    }

    static boolean isRollingUpdate(Deployment d) {
        return d.getSpec().getStrategy() == null
                || !"Recreate".equals(d.getSpec().getStrategy().getType());
    }

    /** How many pods may be missing while this Deployment rolls; at most all. */
    static int maxUnavailable(Deployment d) {
        if (!isRollingUpdate(d) || replicas(d) == 0) {
            return 0;
        }
        return Math.min(fenceposts(d).unavailable(), replicas(d));
    }

    /** How many pods there may be above the wanted number. */
    static int maxSurge(Deployment d) {
        return isRollingUpdate(d) ? fenceposts(d).surge() : 0;
    }

    private static Fenceposts fenceposts(Deployment d) {
        if (d.getSpec().getStrategy() == null || d.getSpec().getStrategy().getRollingUpdate() == null) {
            return fenceposts(new IntOrString("25%"), new IntOrString("25%"), replicas(d));
        }
        return fenceposts(
                d.getSpec().getStrategy().getRollingUpdate().getMaxSurge(),
                d.getSpec().getStrategy().getRollingUpdate().getMaxUnavailable(),
                replicas(d));
    }

    /**
     * Size of the new ReplicaSet in a roll: up to the wanted number, as far as wanted + maxSurge leaves room. Example:
     * 10 wanted, surge 3, old at 8, new at 3: 13 - 11 = 2 more, so 5.
     *
     * @param all all ReplicaSets, the new one among them
     */
    static int newReplicas(Deployment d, List<ReplicaSet> all, ReplicaSet newOne) {
        if (!isRollingUpdate(d)) {
            return replicas(d);
        }
        int current = ReplicaSets.sum(all, ReplicaSets::replicas);
        // upstream takes the surge without the fencepost rule here; the two agree, as that rule changes unavailable
        // only
        int most = replicas(d) + maxSurge(d);
        int now = ReplicaSets.replicas(newOne);
        return current >= most ? now : now + Math.min(most - current, replicas(d) - now);
    }

    /**
     * The only active ReplicaSet, or the newest if none is active; null if several are active (they are scaled in
     * proportion) or there is none.
     */
    static ReplicaSet activeOrLatest(ReplicaSet newOne, List<ReplicaSet> old) {
        List<ReplicaSet> active = ReplicaSets.active(ReplicaSets.with(old, newOne));
        if (active.size() == 1) {
            return active.get(0);
        }
        if (active.size() > 1) {
            return null;
        }
        return newOne != null
                ? newOne
                : old.stream().max(ReplicaSets.BY_CREATION).orElse(null);
    }

    /** Whether the new ReplicaSet has all of the wanted pods, available, and knows so. */
    static boolean isSaturated(Deployment d, ReplicaSet newOne) {
        if (newOne == null) {
            return false;
        }
        return ReplicaSets.replicas(newOne) == replicas(d)
                && String.valueOf(replicas(d)).equals(ReplicaSets.annotation(newOne, ReplicaSets.DESIRED))
                && ReplicaSets.available(newOne) == replicas(d);
    }

    /**
     * Sizes of the active ReplicaSets when a Deployment is scaled in the middle of a roll, by name in the order in which
     * they are written: each grows or shrinks by its share, the largest takes what rounding left over. Example: 10
     * wanted, 5 + 5 pods, scaled to 20 without surge: 10 + 10.
     */
    static List<Map.Entry<ReplicaSet, Integer>> proportional(Deployment d, List<ReplicaSet> active) {
        int allowed = replicas(d) > 0 ? replicas(d) + maxSurge(d) : 0;
        int toAdd = allowed - ReplicaSets.sum(active, ReplicaSets::replicas);
        List<ReplicaSet> ordered = new ArrayList<>(active);
        if (toAdd != 0) {
            ordered.sort(toAdd > 0 ? ReplicaSets.BY_SIZE_NEWER : ReplicaSets.BY_SIZE_OLDER);
        }
        int added = 0;
        Map<String, Integer> sizes = new TreeMap<>();
        for (ReplicaSet each : ordered) {
            int share = share(d, each, toAdd, added);
            sizes.put(each.getMetadata().getName(), ReplicaSets.replicas(each) + share);
            added += share;
        }
        if (toAdd != 0 && !ordered.isEmpty()) {
            int leftover = toAdd - added;
            sizes.computeIfPresent(ordered.get(0).getMetadata().getName(), (n, size) -> Math.max(0, size + leftover));
        }
        List<Map.Entry<ReplicaSet, Integer>> result = new ArrayList<>();
        ordered.forEach(
                each -> result.add(Map.entry(each, sizes.get(each.getMetadata().getName()))));
        return result;
    }

    private static int share(Deployment d, ReplicaSet rs, int toAdd, int added) {
        if (ReplicaSets.replicas(rs) == 0 || toAdd == 0 || toAdd == added) {
            return 0;
        }
        int fraction = fraction(d, rs);
        int left = toAdd - added;
        return toAdd > 0 ? Math.min(fraction, left) : Math.max(fraction, left);
    }

    private static int fraction(Deployment d, ReplicaSet rs) {
        int size = ReplicaSets.replicas(rs);
        if (replicas(d) == 0) {
            return -size;
        }
        int mostNow = replicas(d) + maxSurge(d);
        long mostBefore = ReplicaSets.number(ReplicaSets.annotation(rs, ReplicaSets.MAX));
        if (mostBefore == 0) {
            // somebody took the annotation off: what there is must do as the base
            mostBefore =
                    d.getStatus() == null ? 0 : ReplicaSets.or0(d.getStatus().getReplicas());
            if (mostBefore == 0) {
                return 0;
            }
        }
        double wanted = (double) ((long) size * mostNow) / mostBefore;
        return (int) (wanted < 0 ? wanted - 0.5 : wanted + 0.5) - size;
    }
}
