package io.jenkins.plugins.greyrelease.rollout;

import java.util.List;

/**
 * A batch that has its size and serves, as its check gets to know it.
 *
 * @param release id of the release
 * @param batch counted from 1
 * @param batches how many there are
 * @param places one for {@code sequence}, one per cluster of the wave for {@code even} and {@code fill}
 * @param image the released image of the changed container, as it was resolved
 * @param planHash the plan's whole hash
 */
public record BatchReport(String release, int batch, int batches, List<Place> places, String image, String planHash) {
    public BatchReport {
        places = List.copyOf(places);
    }

    /**
     * One cluster of the batch.
     *
     * @param cluster its name
     * @param canary name of the canary Deployment
     * @param stable name of the stable Deployment
     * @param selector label selector of the canary's pods, such as {@code app=cart,pod-template-hash=5d8f}
     * @param canaryPods serving
     * @param stablePods serving
     */
    public record Place(
            String cluster, String canary, String stable, String selector, int canaryPods, int stablePods) {}
}
