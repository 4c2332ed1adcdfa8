package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.Informers;
import io.jenkins.plugins.greyrelease.plan.Plan;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What would come of a release if it began now: the plan over the pods that the clusters have, after the same preflight.
 * Nothing is changed anywhere: writes are dry runs on the servers.
 *
 * @param plan the plan; its hash is that of the release; empty if it would be refused
 * @param underWay id of the release that this one would go on with; empty: it would be a new one
 * @param sources clusters that get the new images from elsewhere than they are named, and how they name them there
 * @param unproven what could not be found out and would not hold it up
 * @param already clusters that run the new version
 * @param problems why it would not begin
 * @param answered whether all clusters answered as they should
 */
public record Forecast(
        Optional<Plan> plan,
        String underWay,
        List<String> sources,
        List<String> unproven,
        List<String> already,
        List<String> problems,
        boolean answered) {
    public Forecast {
        sources = List.copyOf(sources);
        unproven = List.copyOf(unproven);
        already = List.copyOf(already);
        problems = List.copyOf(problems);
    }

    /** Asks clusters and registries; never fails with a {@link io.jenkins.plugins.greyrelease.kube.KubeException}. */
    public static CompletableFuture<Forecast> of(
            Fleet fleet, Registries registries, ReleaseSpec spec, Scheduler scheduler, Ids ids) {
        Engine engine =
                new Engine(() -> fleet, () -> registries, scheduler, ids, new Informers(scheduler, ids), "plan");
        return new Opening(engine, spec, ids.next(5)).open().thenApply(Forecast::of);
    }

    private static Forecast of(Opening.Result result) {
        if (result instanceof Opening.Result.Open open) {
            List<String> already = open.places().values().stream()
                    .filter(Place::already)
                    .map(Place::name)
                    .toList();
            return new Forecast(
                    Optional.of(open.state().plan()),
                    open.attached() ? open.release() : "",
                    Words.sources(open.state().spec(), open.places().values()),
                    open.places().values().stream()
                            .flatMap(place -> place.unproven().stream().map(text -> place.name() + ": " + text))
                            .toList(),
                    already,
                    List.of(),
                    true);
        }
        if (result instanceof Opening.Result.Refused no) {
            return refused(no.problems(), true);
        }
        return result instanceof Opening.Result.Busy busy
                ? refused(busy.problems(), true)
                : refused(((Opening.Result.Unanswered) result).problems(), false);
    }

    private static Forecast refused(List<String> problems, boolean answered) {
        return new Forecast(Optional.empty(), "", List.of(), List.of(), List.of(), problems, answered);
    }
}
