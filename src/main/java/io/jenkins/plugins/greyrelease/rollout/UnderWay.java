package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The release of an app that is under way, as the clusters tell of it.
 *
 * @param locked clusters whose Deployment carries a release, in the fleet's order
 * @param others clusters that have the app, and no release of it
 * @param silent what clusters said that could not be asked
 */
public record UnderWay(List<Locked> locked, List<String> others, List<KubeException> silent) {
    public UnderWay {
        locked = List.copyOf(locked);
        others = List.copyOf(others);
        silent = List.copyOf(silent);
    }

    /**
     * A cluster that the release is under way in.
     *
     * @param member the cluster
     * @param release the release's id
     * @param goesBack whether its labels say that it goes back
     * @param paused why its labels say that it stands still, in words; empty: they do not
     * @param request what was asked for, where the record knows it and the labels prove it
     */
    public record Locked(
            FleetMember member, String release, boolean goesBack, String paused, Optional<ReleaseSpec> request) {}

    /** The ids of the releases, each once; more than one is a mistake that somebody made. */
    public List<String> releases() {
        return locked.stream().map(Locked::release).distinct().toList();
    }

    /** Why it stands still; empty: it does not. */
    public String paused() {
        return locked.stream()
                .map(Locked::paused)
                .filter(words -> !words.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Whether any cluster says that it goes back. */
    public boolean goesBack() {
        return locked.stream().anyMatch(Locked::goesBack);
    }

    /** What was asked for, where a cluster tells. */
    public Optional<ReleaseSpec> request() {
        return locked.stream().flatMap(each -> each.request().stream()).findFirst();
    }

    /** Asks all clusters of the fleet that releases of this namespace may be in. Never fails with a KubeException. */
    public static CompletableFuture<UnderWay> find(Fleet fleet, String namespace, String app) {
        List<CompletableFuture<Answer>> asked = fleet.members().stream()
                .filter(member -> member.allows(namespace))
                .map(member -> ask(member, namespace, app))
                .toList();
        return CompletableFuture.allOf(asked.toArray(new CompletableFuture<?>[0]))
                .thenApply(all ->
                        sorted(asked.stream().map(CompletableFuture::join).toList()));
    }

    private record Answer(
            FleetMember member,
            Optional<Deployment> stable,
            Optional<ReleaseSpec> request,
            Optional<KubeException> failure) {}

    private static CompletableFuture<Answer> ask(FleetMember member, String namespace, String app) {
        return Calls.find(member.cluster(), Kind.DEPLOYMENT, namespace, app)
                .thenCompose(stable -> request(member, namespace, app, stable)
                        .thenApply(request -> new Answer(member, stable, request, Optional.empty())))
                .exceptionally(failure -> new Answer(
                        member,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Calls.cause(member.name(), "read deployment/" + app, failure))));
    }

    private static CompletableFuture<Optional<ReleaseSpec>> request(
            FleetMember member, String namespace, String app, Optional<Deployment> stable) {
        String plan = stable.map(each -> View.label(each, Labels.PLAN)).orElse("");
        if (plan.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return Record.request(member.cluster(), namespace, app, plan);
    }

    private static UnderWay sorted(List<Answer> answers) {
        List<Locked> locked = new ArrayList<>();
        List<String> others = new ArrayList<>();
        List<KubeException> silent = new ArrayList<>();
        for (Answer answer : answers) {
            answer.failure().ifPresent(silent::add);
            answer.stable().ifPresent(stable -> {
                String release = View.label(stable, Labels.RELEASE);
                if (release.isEmpty()) {
                    others.add(answer.member().name());
                } else {
                    locked.add(locked(answer, stable, release));
                }
            });
        }
        return new UnderWay(locked, others, silent);
    }

    private static Locked locked(Answer answer, Deployment stable, String release) {
        Phase phase = Phase.of(View.label(stable, Labels.PHASE));
        return new Locked(
                answer.member(),
                release,
                phase == Phase.BACK_ALL,
                Pause.read(View.label(stable, Labels.PAUSED)).map(Pause::words).orElse(""),
                answer.request());
    }
}
