package io.jenkins.plugins.greyrelease.plan;

import java.util.ArrayList;
import java.util.List;

/** Batch sizes as pod counts of one total. */
final class Sizes {
    private Sizes() {}

    /**
     * The pods each batch adds, never more than the total allows; a percentage is of the total and rounds up.
     *
     * <p>Example: {@code 1, 4, rest} of 10 is 1, 4, 5; of 3 it is 1, 2, 0. Five times 20 % of 3 is 1, 1, 1, 0, 0.
     *
     * @param total pods, 0 or more
     */
    static List<Integer> of(List<BatchSize> batches, int total) {
        List<Integer> sizes = new ArrayList<>();
        int left = total;
        for (BatchSize batch : batches) {
            int size = Math.min(left, wanted(batch, total, left));
            sizes.add(size);
            left -= size;
        }
        return sizes;
    }

    /**
     * As {@link #of} after the total has changed: done batches keep their size, the last batch takes the rest; pods that are
     * wanted after all batches are done make one more.
     *
     * <p>Example: {@code 1, 4, 5} of 10, batch 1 done, then 20 are wanted: 1, 4, 15. With 3 wanted: 1, 2, 0.
     *
     * @param done sizes of the batches that are done
     */
    static List<Integer> again(List<BatchSize> batches, List<Integer> done, int total) {
        List<Integer> sizes = new ArrayList<>(done);
        int left = Math.max(0, total - done.stream().mapToInt(Integer::intValue).sum());
        for (int i = done.size(); i < batches.size(); i++) {
            boolean last = i == batches.size() - 1;
            int size = last ? left : Math.min(left, wanted(batches.get(i), total, left));
            sizes.add(size);
            left -= size;
        }
        if (left > 0) {
            sizes.add(left);
        }
        return sizes;
    }

    /** By how much the batches cover more (positive) or less (negative) than the total; 0 if one is the rest. */
    static int excess(List<BatchSize> batches, int total) {
        if (batches.stream().anyMatch(BatchSize.Rest.class::isInstance)) {
            return Math.max(
                    0, batches.stream().mapToInt(b -> wanted(b, total, 0)).sum() - total);
        }
        return batches.stream().mapToInt(b -> wanted(b, total, total)).sum() - total;
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
