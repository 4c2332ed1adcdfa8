package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import io.jenkins.plugins.greyrelease.rollout.Claim;
import io.jenkins.plugins.greyrelease.rollout.Slack;
import io.jenkins.plugins.greyrelease.rollout.SlackReading;
import io.jenkins.plugins.greyrelease.runtime.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Takes the pods of one app off the nodes of a round: as many at a time as may go, claimed before they are evicted where
 * the app is a Deployment, see {@link Claim}. One thing is under way at a time.
 *
 * <p>Threads: everything on the maintenance's own executor.
 */
final class AppDrain {
    /** So long a claim is held at most: a ReplicaSet that cannot make pods is no reason to hold a release up. */
    private static final Duration LONGEST_CLAIM = Duration.ofMinutes(5);

    private final String app;
    private final DrainSetting setting;
    private final Backoff backoff;
    private boolean busy;
    private boolean stopping;
    private boolean claimed;
    private Duration claimedAt = Duration.ZERO;
    private Duration notBefore = Duration.ZERO;
    private List<String> evicted = List.of();
    private String standing = "";
    private int total;

    AppDrain(String app, DrainSetting setting) {
        this.app = app;
        this.setting = setting;
        this.backoff = new Backoff(setting.ids(), Duration.ofSeconds(1), Duration.ofSeconds(10));
    }

    /** Why its pods are still there, in words; empty if nothing holds them. */
    String standing() {
        return standing;
    }

    /** How many of its pods were evicted. */
    int total() {
        return total;
    }

    /** Whether nothing is under way and nothing claimed. */
    boolean idle() {
        return !busy && !claimed;
    }

    /** Evicts no more, and gives the claim back. */
    void stop() {
        stopping = true;
    }

    /**
     * Looks what can be done now.
     *
     * @param waiting pods of the app on the round's nodes
     */
    void look(DrainSight sight, List<Pod> waiting) {
        if (busy) {
            return;
        }
        if (claimed) {
            giveBackIfMade(sight);
            return;
        }
        List<Pod> left =
                waiting.stream().filter(each -> !DrainedPods.leaving(each)).toList();
        if (left.isEmpty() || stopping || setting.elapsed().compareTo(notBefore) < 0) {
            return;
        }
        Optional<Deployment> deployment = sight.deployment(app);
        if (deployment.isEmpty()) {
            evictOthers(sight, left);
        } else if (unready(left).isEmpty() && slack(sight).pods() == 0) {
            standing = said(slack(sight));
        } else {
            claim(deployment.get(), sight.atOnce(app), left);
        }
    }

    private Slack slack(DrainSight sight) {
        return Slack.of(sight.sides(app).orElseThrow(), sight.atOnce(app), setting.id());
    }

    private static List<Pod> unready(List<Pod> pods) {
        return pods.stream().filter(each -> !DrainedPods.ready(each)).toList();
    }

    private String said(Slack slack) {
        String who = slack.release().isEmpty() ? "" : ", release " + slack.release() + " of it is under way";
        return slack.moving()
                ? app + " is in the hand-over of release " + slack.release()
                : app + " has " + slack.certain() + " available pods and must keep " + slack.floor() + who;
    }

    /** Pods of a StatefulSet, a bare ReplicaSet, a Job: the usual share of them, and nobody to agree with. */
    private void evictOthers(DrainSight sight, List<Pod> left) {
        if (sight.of(app).stream().anyMatch(each -> wasEvicted(each) && !DrainedPods.leaving(each))) {
            // what is seen is older than the last eviction; news of it comes
            return;
        }
        int floor = sight.wanted(app) - Math.max(1, sight.atOnce(app));
        int spare = Math.max(0, sight.available(app) - floor);
        List<Pod> apart = left.stream().filter(sight::apart).toList();
        List<Pod> going = going(apart, spare);
        if (going.isEmpty()) {
            standing = apart.isEmpty()
                    ? "the Deployment or ReplicaSet of " + app + " is not known yet, or gone"
                    : app + " has " + sight.available(app) + " available pods and must keep " + floor;
            return;
        }
        busy = true;
        evict(going).whenComplete((done, failure) -> over(failure));
    }

    private boolean wasEvicted(Pod pod) {
        return evicted.contains(pod.getMetadata().getUid());
    }

    /** Those that are not available anyway, and as many others as may go. */
    private static List<Pod> going(List<Pod> left, int spare) {
        List<Pod> going = new ArrayList<>(unready(left));
        left.stream().filter(DrainedPods::ready).limit(spare).forEach(going::add);
        return going;
    }

    private void claim(Deployment seen, int atOnce, List<Pod> left) {
        busy = true;
        String namespace = seen.getMetadata().getNamespace();
        String name = seen.getMetadata().getName();
        read(namespace, name)
                .thenComposeAsync(
                        sides -> {
                            Slack slack = Slack.of(sides, atOnce, setting.id());
                            List<Pod> going = going(left, slack.pods());
                            int taken = (int)
                                    going.stream().filter(DrainedPods::ready).count();
                            standing = taken == 0 ? said(slack) : "";
                            if (taken == 0 || slack.moving()) {
                                return slack.moving() ? nothing() : evict(going);
                            }
                            claimed = true;
                            claimedAt = setting.elapsed();
                            Claim claim = new Claim(taken, setting.id());
                            return write(claim.put(sides.stable()))
                                    .thenCompose(done -> sides.canary()
                                            .map(canary -> write(claim.put(canary)))
                                            .orElse(nothing()))
                                    .thenCompose(done -> read(namespace, name))
                                    .thenComposeAsync(after -> verified(after, atOnce, claim, going), setting.serial());
                        },
                        setting.serial())
                .whenComplete((done, failure) -> over(failure));
    }

    /** The last look, with every claim in its place: the canary may be new, and the release may have been first. */
    private CompletableFuture<Void> verified(Slack.Sides after, int atOnce, Claim claim, List<Pod> going) {
        Slack slack = Slack.of(after, atOnce, setting.id());
        boolean everywhere = Claim.on(after.stable()).filter(claim::equals).isPresent()
                && after.canary()
                        .flatMap(each ->
                                Optional.of(Claim.on(each).filter(claim::equals).isPresent()))
                        .orElse(true);
        if (stopping || !everywhere || slack.moving() || slack.pods() < claim.pods()) {
            standing = said(slack);
            return nothing();
        }
        claimedAt = setting.elapsed();
        return evict(going);
    }

    private CompletableFuture<Slack.Sides> read(String namespace, String name) {
        return SlackReading.of(setting.cluster(), namespace, name)
                .thenApply(found -> found.orElseThrow(() -> new KubeException(
                        setting.cluster().name(), "read " + app, Reason.NOT_FOUND, 404, "the Deployment is gone")));
    }

    private CompletableFuture<Void> write(Deployment deployment) {
        return setting.cluster()
                .update(Kind.DEPLOYMENT, deployment, WriteOptions.FOR_REAL)
                .thenApply(done -> null);
    }

    private CompletableFuture<Void> evict(List<Pod> pods) {
        Evictor evictor = new Evictor(
                setting,
                () -> stopping
                        || !setting.lease().fresh()
                        || claimed && setting.elapsed().minus(claimedAt).compareTo(Claim.FRESH) > 0);
        evicted = evictor.evicted();
        return evictor.evict(pods)
                .whenCompleteAsync(
                        (done, failure) -> {
                            total += evictor.evicted().size();
                            if (failure == null) {
                                backoff.reset();
                            }
                        },
                        setting.serial());
    }

    /** Whatever came back: look again after a while, or when there is news. */
    private void over(Throwable failure) {
        setting.serial().execute(() -> {
            busy = false;
            if (failure != null) {
                KubeException cause = Evictor.cause(failure);
                standing = cause.getMessage();
                Duration wait = backoff.next(cause.retryAfter());
                notBefore = setting.elapsed().plus(wait);
                setting.lookAfter(wait);
            } else {
                setting.lookAfter(Duration.ZERO);
            }
        });
    }

    /** The ReplicaSets have as many pods as they want, without those that were evicted: their controller has seen it. */
    private void giveBackIfMade(DrainSight sight) {
        boolean made = sight.sides(app)
                .map(sides -> sides.replicaSets().stream().allMatch(set -> {
                    long there = sides.pods().stream()
                            .filter(each -> !DrainedPods.leaving(each))
                            .filter(each -> DrainedPods.controller(each)
                                    .filter(ref -> set.getMetadata().getUid().equals(ref.getUid()))
                                    .isPresent())
                            .count();
                    Integer wanted = set.getSpec().getReplicas();
                    return there >= (wanted == null ? 1 : wanted);
                }))
                .orElse(true);
        boolean gone = sight.of(app).stream().noneMatch(each -> wasEvicted(each) && !DrainedPods.leaving(each));
        Duration held = setting.elapsed().minus(claimedAt);
        if (made && gone || held.compareTo(LONGEST_CLAIM) >= 0 || stopping || evicted.isEmpty()) {
            giveBack();
        } else {
            setting.lookAfter(LONGEST_CLAIM.minus(held));
        }
    }

    private void giveBack() {
        busy = true;
        String namespace = app.substring(0, app.indexOf('/'));
        String name = app.substring(app.indexOf('/') + 1);
        giveBack(namespace, name).whenComplete((done, failure) -> {
            setting.serial().execute(() -> claimed = failure != null);
            over(failure);
        });
    }

    /** Takes our claims off both Deployments, whoever of us made them. */
    private CompletableFuture<Void> giveBack(String namespace, String name) {
        return SlackReading.of(setting.cluster(), namespace, name)
                .thenCompose(sides -> sides.isEmpty()
                        ? nothing()
                        : off(sides.get().stable())
                                .thenCompose(done ->
                                        sides.get().canary().map(this::off).orElse(nothing())));
    }

    private CompletableFuture<Void> off(Deployment deployment) {
        boolean ours = Claim.on(deployment)
                .filter(claim -> claim.by().equals(setting.id()))
                .isPresent();
        return ours ? write(Claim.off(deployment)) : nothing();
    }

    /** A claim that a process before this one left is taken up, to be given back in time. */
    void takeUp() {
        claimed = true;
        claimedAt = setting.elapsed();
        evicted = List.of();
    }

    private static CompletableFuture<Void> nothing() {
        return CompletableFuture.completedFuture(null);
    }
}
