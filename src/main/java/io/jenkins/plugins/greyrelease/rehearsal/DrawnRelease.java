package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.plan.BatchSize;
import io.jenkins.plugins.greyrelease.plan.Spread;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline.Moment;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.OnFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A release drawn from a seed: clusters and their sizes, batches, spread, a check that may say no, faults, and deaths of
 * the process that releases. The same seed, the same release.
 *
 * @param replicas pods in each cluster, in the fleet's order
 * @param spec what is released
 * @param rejectedAt which run of the check, from 1, says no; {@link Integer#MAX_VALUE}: none
 * @param faults as {@code --fault} has them; all are over after half an hour
 * @param deaths of one process after the other
 */
record DrawnRelease(
        Map<String, Integer> replicas, ReleaseSpec spec, int rejectedAt, List<String> faults, List<Death> deaths) {
    static final String APP = "cart";
    static final String NAMESPACE = "shop";
    static final String OLD_IMAGE = "shop/cart:1";
    static final String NEW_IMAGE = "shop/cart:2";

    /** Calls that a longer release makes, and writes among them, roughly. */
    private static final int CALLS = 600;

    private static final int WRITES = 60;

    /**
     * The end of a process that releases.
     *
     * @param writes whether its writes are counted, or all its calls
     * @param call at which of them it dies, from 1; later than its last: it lives
     * @param away until the next process begins
     */
    record Death(boolean writes, int call, Moment moment, Duration away) {}

    /** Draws. */
    static DrawnRelease of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Integer> replicas = new LinkedHashMap<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            replicas.put("c" + replicas.size(), random.nextInt(0, 9));
        }
        List<String> clusters = List.copyOf(replicas.keySet());
        ReleaseSpec spec = spec(random, clusters);
        int rejectedAt = random.nextInt(4) == 0 ? random.nextInt(1, 4) : Integer.MAX_VALUE;
        List<String> faults = new ArrayList<>();
        replicas.forEach((cluster, pods) -> draw(random, cluster, pods, faults));
        List<Death> deaths = new ArrayList<>();
        for (int i = Math.max(0, random.nextInt(4) - 1); i > 0; i--) {
            boolean writes = random.nextBoolean();
            deaths.add(new Death(
                    writes,
                    random.nextInt(1, writes ? WRITES : CALLS),
                    random.nextBoolean() ? Moment.BEFORE : Moment.AFTER,
                    Duration.ofSeconds(random.nextInt(60))));
        }
        return new DrawnRelease(replicas, spec, rejectedAt, List.copyOf(faults), List.copyOf(deaths));
    }

    private static ReleaseSpec spec(SplittableRandom random, List<String> clusters) {
        List<BatchSize> batches = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            batches.add(
                    random.nextBoolean()
                            ? new BatchSize.Pods(random.nextInt(1, 5))
                            : new BatchSize.Percent(random.nextInt(1, 60)));
        }
        batches.add(new BatchSize.Rest());
        Spread spread = Spread.values()[random.nextInt(Spread.values().length)];
        boolean mayContinue = spread == Spread.SEQUENCE && random.nextInt(4) == 0;
        return new ReleaseSpec(
                APP,
                NAMESPACE,
                new ReleaseSpec.Change.Image(Optional.empty(), NEW_IMAGE),
                clusters,
                batches,
                spread,
                random.nextInt(1, 3),
                false,
                ReleaseSpec.Capacity.AUTO,
                random.nextBoolean() ? Optional.empty() : Optional.of(String.valueOf(random.nextInt(1, 4))),
                List.of("0", "0", "1", "25%").get(random.nextInt(4)),
                Optional.empty(),
                Duration.ofMinutes(2),
                Duration.ofSeconds(random.nextInt(2) * 30L),
                mayContinue ? OnFailure.CONTINUE : OnFailure.ROLLBACK,
                OnFailure.ROLLBACK,
                mayContinue ? 1 : 0,
                false);
    }

    /** One cluster's troubles: with its image, its API server, its network, its machines, its owner. */
    private static void draw(SplittableRandom random, String cluster, int pods, List<String> faults) {
        String here = "/" + cluster;
        switch (random.nextInt(10)) {
            case 0 -> faults.add("broken-image:never-ready" + here);
            case 1 -> faults.add("broken-image:never-pulls" + here);
            case 2 -> faults.add("broken-image:crashes-after=" + random.nextInt(1, 120) + "s" + here);
            case 3 -> faults.add("slow-start=" + random.nextInt(5, 60) + "s" + here);
            default -> {
                // the image is as good here as it was
            }
        }
        switch (random.nextInt(7)) {
            case 0 -> faults.add("errors=409:20%" + here);
            case 1 -> faults.add("errors=500:1%" + here);
            case 2 -> faults.add("errors=429:1%" + here);
            case 3 -> faults.add("errors=timeout:2%" + here);
            case 4 -> faults.add("slow-api=" + random.nextInt(1, 800) + "ms" + here);
            default -> {
                // its API server answers as it should
            }
        }
        if (random.nextInt(4) == 0) {
            faults.add("cluster-down=" + cluster + "@" + random.nextInt(120) + "s+" + random.nextInt(1, 600) + "s");
        }
        if (random.nextInt(8) == 0) {
            faults.add("node-loss" + here + "@" + random.nextInt(120) + "s+" + random.nextInt(1, 600) + "s");
        }
        if (random.nextInt(8) == 0) {
            faults.add("quota=pods:" + (pods + random.nextInt(3)) + here + "@" + random.nextInt(1, 120) + "s+"
                    + random.nextInt(1, 600) + "s");
        }
        if (random.nextInt(8) == 0) {
            faults.add("edit=scale=" + random.nextInt(9) + here + "@" + random.nextInt(1, 120) + "s");
        }
    }

    /** In words, for whoever reads what went wrong. */
    String says() {
        return "pods " + replicas + ", batches " + spec.batches() + " " + spec.spread() + " x" + spec.maxParallel()
                + ", surge " + spec.maxSurge().orElse("the Deployment's") + ", unavailable " + spec.maxUnavailable()
                + ", soak " + spec.soak().toSeconds() + " s, on failure " + spec.onFailure()
                + (rejectedAt == Integer.MAX_VALUE ? "" : ", check " + rejectedAt + " says no")
                + ", faults " + faults + ", deaths " + deaths;
    }
}
