package io.jenkins.plugins.greyrelease.plan;

import java.util.ArrayList;
import java.util.List;

/** Batch sizes as pod counts of one total. */
final class Sizes {
    private Sizes() {}

    /**
     * The pods each batch adds, never more than are left; a percentage is of the total and rounds up. Batches that are
     * done keep their size, the last batch takes the rest; pods that are wanted after all batches are done make one
     * more.
     *
     * <p>Example: {@code 1, 4, rest} of 10 is 1, 4, 5; of 3 it is 1, 2, 0. Five times 20 % of 3 is 1, 1, 1, 0, 0.
     * {@code 1, 4, 5} of 10, batch 1 done, then 20 are wanted: 1, 4, 15. With 3 wanted: 1, 2, 0.
     *
     * @param done sizes of the batches that are done
     * @param left pods that the done ones have not reached, 0 or more
     * @param total pods, 0 or more
     */
    static List<Integer> of(List<BatchSize> batches, List<Integer> done, int left, int total) {
        List<Integer> sizes = new ArrayList<>(done);
        int rest = left;
        for (int i = done.size(); i < batches.size(); i++) {
            boolean last = i == batches.size() - 1;
            int size = last ? rest : Math.min(rest, wanted(batches.get(i), total, rest));
            sizes.add(size);
            rest -= size;
        }
        if (rest > 0) {
            sizes.add(rest);
        }
        return sizes;
    }

    /** How many pods of the total the batches do not cover, 0 if one is the rest. */
    static int missing(List<BatchSize> batches, int total) {
        long covered = batches.stream().mapToLong(b -> wanted(b, total, total)).sum();
        return (int) Math.max(0, total - covered);
    }

    /**
     * How many pods the batches want beyond the total. Rounding up is not held against them.
     *
     * <p>Example: five times 20 % of 3 is 0 beyond; {@code 1, 100%} of 3 is 1.
     */
    static int beyond(List<BatchSize> batches, int total) {
        long hundredths = 0;
        for (BatchSize batch : batches) {
            if (batch instanceof BatchSize.Pods pods) {
                hundredths += 100L * pods.count();
            } else if (batch instanceof BatchSize.Percent percent) {
                hundredths += (long) total * percent.percent();
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, (hundredths - 100L * total + 99) / 100));
    }

    private static int wanted(BatchSize batch, int total, int left) {
        if (batch instanceof BatchSize.Pods pods) {
            return pods.count();
        }
        if (batch instanceof BatchSize.Percent percent) {
            return (int) (((long) total * percent.percent() + 99) / 100);
        }
        return left;
    }
}
