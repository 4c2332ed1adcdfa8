package io.jenkins.plugins.greyrelease.disruption;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A cluster drawn from a seed, for measuring and for tests: nodes over racks, apps of 2 to 40 pods that are spread over
 * them as a scheduler would, each with a budget. The same seed draws the same cluster.
 *
 * @param nodes how many, all of them to be drained
 * @param racks how many racks they stand in, in turn
 * @param apps how many apps
 * @param percent how many of an app's pods may go at once, rounded up as a budget's {@code maxUnavailable} is
 * @param maxParallel nodes in one round at most
 */
public record DrawnTask(int nodes, int racks, int apps, int percent, int maxParallel) {
    private static final long GIB = 1L << 30;
    private static final Space NODE = new Space(16_000, 64 * GIB, 110);
    private static final int FEWEST = 2;
    private static final int MOST = 40;

    /** Draws it. */
    public RoundTask draw(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<RoundTask.Node> places = new ArrayList<>();
        Space[] free = new Space[nodes];
        for (int node = 0; node < nodes; node++) {
            places.add(new RoundTask.Node("n" + node, "rack-" + node % racks, NODE, true, true));
            free[node] = NODE;
        }
        List<RoundTask.Tenant> tenants = new ArrayList<>();
        List<RoundTask.Allowance> allowances = new ArrayList<>();
        for (int app = 0; app < apps; app++) {
            int replicas = FEWEST + random.nextInt(MOST - FEWEST + 1);
            Space wants = new Space(250L * (1 + random.nextInt(6)), GIB * (1 + random.nextInt(6)), 1);
            Set<Integer> taken = new LinkedHashSet<>();
            for (int pod = 0; pod < replicas; pod++) {
                int node = seat(random, free, taken, wants);
                if (node >= 0) {
                    taken.add(node);
                    free[node] = free[node].minus(wants);
                    tenants.add(new RoundTask.Tenant(
                            "app-" + app + "-" + pod,
                            "n" + node,
                            wants,
                            List.of("app-" + app),
                            Optional.empty(),
                            false,
                            ""));
                }
            }
            allowances.add(new RoundTask.Allowance("app-" + app, (replicas * percent + 99) / 100));
        }
        return new RoundTask(places, tenants, allowances, maxParallel);
    }

    /** The emptier of two drawn nodes, one without a pod of the app if there is; -1 where no room is found. */
    private int seat(SplittableRandom random, Space[] free, Set<Integer> taken, Space wants) {
        int best = -1;
        for (int tries = 0; tries < 20 && (tries < 2 || best < 0); tries++) {
            int node = random.nextInt(nodes);
            boolean fits = free[node].holds(wants) && (!taken.contains(node) || tries > 10);
            if (fits && (best < 0 || free[node].milliCpu() > free[best].milliCpu())) {
                best = node;
            }
        }
        return best;
    }
}
