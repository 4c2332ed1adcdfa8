package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.plan.BatchSize;
import io.jenkins.plugins.greyrelease.plan.Plan;
import io.jenkins.plugins.greyrelease.plan.Spread;
import io.jenkins.plugins.greyrelease.rollout.CourseState.Intent;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.Capacity;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.Change;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.OnFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The release of an app that another one shall supersede, found in the clusters alone: its id, its clusters, its two
 * templates and how it keeps capacity are those of its own labels and history, whoever asks. All clusters of the fleet
 * are looked at, since it may have been in others than the newer one names.
 *
 * <p>How many pods may be missing or extra on the way back is what the newer release says.
 */
final class Predecessor {
    private final Engine engine;
    private final ReleaseSpec newer;

    Predecessor(Engine engine, ReleaseSpec newer) {
        this.engine = engine;
        this.newer = newer;
    }

    /** One cluster's answer; neither: it does not have the app. */
    private record Answer(FleetMember member, Optional<Deployment> stable, Optional<KubeException> failure) {

        String release() {
            return stable.map(s -> View.label(s, Labels.RELEASE)).orElse("");
        }
    }

    /** The release, to be taken back; empty if none is under way any more. Never fails with a KubeException. */
    CompletableFuture<Optional<Opening.Result>> find() {
        List<CompletableFuture<Answer>> asked = new ArrayList<>();
        for (String name : engine.fleet().names()) {
            engine.fleet()
                    .member(name)
                    .filter(member -> member.allows(newer.namespace()))
                    .ifPresent(member -> asked.add(ask(member)));
        }
        return CompletableFuture.allOf(asked.toArray(new CompletableFuture<?>[0]))
                .thenCompose(
                        all -> judge(asked.stream().map(CompletableFuture::join).toList()));
    }

    private CompletableFuture<Answer> ask(FleetMember member) {
        Cluster cluster = member.cluster();
        return Calls.find(cluster, Kind.DEPLOYMENT, newer.namespace(), newer.app())
                .handle((stable, failure) -> failure == null
                        ? new Answer(member, stable, Optional.empty())
                        : new Answer(
                                member,
                                Optional.empty(),
                                Optional.of(Calls.cause(cluster.name(), "read " + newer.app(), failure))));
    }

    private CompletableFuture<Optional<Opening.Result>> judge(List<Answer> answers) {
        TreeSet<String> releases = new TreeSet<>();
        answers.stream().map(Answer::release).filter(id -> !id.isEmpty()).forEach(releases::add);
        List<String> silent = answers.stream()
                .flatMap(answer -> answer.failure().stream())
                .map(KubeException::getMessage)
                .toList();
        if (!silent.isEmpty()) {
            return CompletableFuture.completedFuture(
                    Optional.of(new Opening.Result.Unanswered(silent, !releases.isEmpty())));
        }
        if (releases.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return places(releases.first(), answers);
    }

    private CompletableFuture<Optional<Opening.Result>> places(String release, List<Answer> answers) {
        List<Answer> there =
                answers.stream().filter(each -> each.stable().isPresent()).toList();
        List<Answer> locked =
                there.stream().filter(each -> each.release().equals(release)).toList();
        String plan = View.label(locked.get(0).stable().orElseThrow(), Labels.PLAN);
        return all(locked.stream()
                        .map(each -> new Resumption(
                                        each.member(),
                                        asked(List.of(each.member().name())))
                                .underWay(each.stable().orElseThrow())
                                .thenApply(Optional::of))
                        .toList())
                .thenCompose(held -> all(there.stream()
                                .filter(each -> each.release().isEmpty()
                                        && runs(each.stable().orElseThrow(), held))
                                .map(each -> ended(each, release))
                                .toList())
                        .thenApply(ended -> Optional.of(opened(release, plan, held, ended))))
                .exceptionally(failure -> Optional.of(new Opening.Result.Unanswered(
                        List.of(Calls.cause("", "read release " + release + " of " + newer.app(), failure)
                                .getMessage()),
                        true)));
    }

    /** Whether this Deployment has the images that the release brings, from whatever registry. */
    private static boolean runs(Deployment stable, List<Place> held) {
        return held.stream()
                .flatMap(place -> place.fresh().stream())
                .anyMatch(fresh -> PodImages.same(fresh, stable.getSpec().getTemplate()));
    }

    private static List<String> images(PodTemplateSpec template) {
        return template.getSpec().getContainers().stream()
                .map(Container::getImage)
                .toList();
    }

    /** A cluster that runs what the release brings: it ended there if the record says so, else others brought it. */
    private CompletableFuture<Optional<Place>> ended(Answer answer, String release) {
        return Record.mentions(answer.member().cluster(), newer, release)
                .thenCompose(ours -> ours
                        ? new Resumption(
                                        answer.member(),
                                        asked(List.of(answer.member().name())))
                                .ended(answer.stable().orElseThrow(), true)
                                .thenApply(Optional::of)
                        : CompletableFuture.completedFuture(Optional.empty()));
    }

    private static CompletableFuture<List<Place>> all(List<CompletableFuture<Optional<Place>>> asked) {
        return CompletableFuture.allOf(asked.toArray(new CompletableFuture<?>[0]))
                .thenApply(done ->
                        asked.stream().flatMap(each -> each.join().stream()).toList());
    }

    private Opening.Result opened(String release, String planLabel, List<Place> held, List<Place> ended) {
        Map<String, Place> places = new LinkedHashMap<>();
        for (String name : engine.fleet().names()) {
            Stream.concat(held.stream(), ended.stream())
                    .filter(place -> place.name().equals(name))
                    .forEach(place -> places.put(name, place));
        }
        Map<String, Standing> standings = new LinkedHashMap<>();
        Map<String, Integer> desired = new LinkedHashMap<>();
        places.forEach((name, place) -> {
            standings.put(name, place.standing());
            desired.put(name, place.standing().desired());
        });
        ReleaseSpec spec = asked(List.copyOf(places.keySet()), held);
        Plan plan = Plan.of(Requests.of(spec), desired);
        CourseState state =
                new CourseState(plan, spec, Intent.BACK, Optional.empty(), standings, Lane.of(plan), new TreeSet<>());
        return new Opening.Result.Open(release, true, planLabel, state, places);
    }

    private ReleaseSpec asked(List<String> clusters, List<Place> held) {
        return held.stream()
                .flatMap(place -> place.fresh().stream())
                .findFirst()
                .map(fresh -> asked(clusters, String.join(" ", images(fresh))))
                .orElseGet(() -> asked(clusters));
    }

    private ReleaseSpec asked(List<String> clusters) {
        return asked(clusters, "unknown: its canary was not made yet");
    }

    /** What the older release may have been asked for, as far as it matters on the way back. */
    private ReleaseSpec asked(List<String> clusters, String image) {
        return new ReleaseSpec(
                newer.app(),
                newer.namespace(),
                new Change.Image(Optional.empty(), image),
                clusters,
                List.of(new BatchSize.Rest()),
                Spread.SEQUENCE,
                newer.maxParallel(),
                false,
                Capacity.AUTO,
                newer.maxSurge(),
                newer.maxUnavailable(),
                newer.minReady(),
                newer.progressDeadline(),
                Duration.ZERO,
                OnFailure.ROLLBACK,
                OnFailure.ROLLBACK,
                0,
                true);
    }
}
