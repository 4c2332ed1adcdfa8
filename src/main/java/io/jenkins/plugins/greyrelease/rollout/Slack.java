package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How many pods of an app may be taken now, as the release of the app counts them: what is certain to be available on
 * both sides, less what must stay.
 *
 * @param pods how many may go, 0 or more
 * @param release the release under way; empty if there is none
 * @param certain available pods that remain when what was asked for has been carried out
 * @param floor available pods that must stay
 * @param moving whether the release is in its hand-over, in which no pod is taken: it ends by itself
 */
public record Slack(int pods, String release, int certain, int floor, boolean moving) {

    /**
     * The app's Deployments and what belongs to them.
     *
     * @param canary of the release under way
     * @param replicaSets those that one of the two owns, at least
     * @param pods those that the selector matches, at least
     * @param serving names of pods that endpoints report ready; empty where no Service selects them
     */
    public record Sides(
            Deployment stable,
            Optional<Deployment> canary,
            List<ReplicaSet> replicaSets,
            List<Pod> pods,
            Optional<Set<String>> serving) {}

    /**
     * Counts. 10 wanted, 50 % may go at other times; a release with maxUnavailable 1 is under way, stable 9 and canary 1
     * available: 9 + 1 − (10 − 1) = 1 may go.
     *
     * @param atOnce how many may be away where no release is under way, or less is agreed for it
     * @param own pods claimed by whoever asks, which are not taken twice
     */
    public static Slack of(Sides sides, int atOnce, String own) {
        Deployment stable = sides.stable();
        String release = View.label(stable, Labels.RELEASE);
        boolean released = !release.isEmpty();
        Step step = Step.of(View.label(stable, Labels.STEP));
        boolean surge = "surge".equals(View.label(stable, Labels.CAPACITY)) && step == Step.NONE;
        int desired = !released || surge ? View.spec(stable) : View.desired(stable, sides.canary());
        int away = released ? Math.min(atOnce, unavailable(stable, desired)) : atOnce;
        int certain = certain(sides, stable)
                + sides.canary().map(each -> certain(sides, each)).orElse(0);
        int claimed = Math.max(
                others(stable, own),
                sides.canary().map(each -> others(each, own)).orElse(0));
        int floor = Math.max(0, desired - away);
        boolean moving = step == Step.HANDOVER || step == Step.ROLL || step == Step.DONE;
        return new Slack(moving ? 0 : Math.max(0, certain - claimed - floor), release, certain, floor, moving);
    }

    private static int others(Deployment deployment, String own) {
        return Claim.on(deployment)
                .filter(claim -> !claim.by().equals(own))
                .map(Claim::pods)
                .orElse(0);
    }

    private static int certain(Sides sides, Deployment deployment) {
        List<ReplicaSet> sets = sides.replicaSets().stream()
                .filter(set -> View.owns(deployment, set))
                .toList();
        List<String> uids = sets.stream().map(set -> set.getMetadata().getUid()).toList();
        List<Pod> pods = sides.pods().stream()
                .filter(pod -> View.controller(pod.getMetadata())
                        .filter(ref -> uids.contains(ref.getUid()))
                        .isPresent())
                .toList();
        Tally tally = Tally.of(sets, pods, sides.serving());
        return Slices.certain(tally.available(), tally.active(), View.spec(deployment));
    }

    /** What the release agreed, as {@link #label} wrote it; none where it does not say. */
    private static int unavailable(Deployment stable, int desired) {
        String agreed = View.label(stable, Labels.UNAVAILABLE);
        return agreed.matches("\\d{1,6}(p)?") ? new Fenceposts("0", agreed.replace("p", "%")).unavailable(desired) : 0;
    }

    /** The agreed number as a label's value, which has no percent sign: {@code 25p}. */
    static String label(String maxUnavailable) {
        return maxUnavailable.replace("%", "p");
    }
}
