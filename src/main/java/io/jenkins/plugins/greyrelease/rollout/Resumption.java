package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.rollout.Readiness.Limits;
import io.jenkins.plugins.greyrelease.rollout.Standing.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads from a cluster's own labels and history where a release stands there: nothing else is needed to go on. */
final class Resumption {
    private static final String REVERT = "revert";

    private final FleetMember member;
    private final Cluster cluster;
    private final ReleaseSpec spec;

    /** @param spec as it is in this cluster, see {@link Supply#in} */
    Resumption(FleetMember member, ReleaseSpec spec) {
        this.member = member;
        this.cluster = member.cluster();
        this.spec = spec;
    }

    /** A cluster whose stable Deployment carries a release's labels. */
    CompletableFuture<Place> underWay(Deployment stable) {
        FactsReader reader = new FactsReader(cluster, spec.namespace());
        String canaryName = spec.app() + "-" + View.label(stable, Labels.RELEASE);
        return reader.read(stable)
                .thenCombine(
                        reader.find(Kind.DEPLOYMENT, canaryName), (facts, canary) -> templates(facts, canary, stable))
                .thenCompose(all -> all);
    }

    /** A cluster that runs the new version and carries no labels: this release has ended there, or never had to begin. */
    CompletableFuture<Place> ended(Deployment stable, boolean byThisRelease) {
        return new FactsReader(cluster, spec.namespace()).read(stable).thenApply(facts -> {
            Limits limits = Limits.of(spec, stable, PreflightRules.autoscalers(facts));
            Optional<PodTemplateSpec> before = NewTemplate.of(
                    new ReleaseSpec.Change.Earlier(Optional.empty()), stable, facts.owned(), new Problems());
            return new Place(
                    member,
                    stable.getSpec().getSelector(),
                    Optional.of(stable.getSpec().getTemplate()),
                    before,
                    limits,
                    new Standing(cluster.name(), Stage.NEW, limits.desired(), 0, false, false, 0),
                    0,
                    !byThisRelease,
                    Optional.empty(),
                    false,
                    List.of(),
                    List.of());
        });
    }

    private CompletableFuture<Place> templates(Facts facts, Optional<Deployment> canary, Deployment stable) {
        List<PodTemplateSpec> known = new ArrayList<>();
        canary.ifPresent(c -> known.add(c.getSpec().getTemplate()));
        known.add(stable.getSpec().getTemplate());
        facts.replicaSets()
                .forEach(rs -> known.add(TemplateHash.withoutHash(rs.getSpec().getTemplate())));
        boolean revert = REVERT.equals(View.label(stable, Labels.MODE));
        Optional<PodTemplateSpec> target = byHash(known, View.label(stable, Labels.TARGET));
        Optional<PodTemplateSpec> origin = byHash(known, View.label(stable, Labels.ORIGIN));
        if (revert || target.isPresent()) {
            return CompletableFuture.completedFuture(
                    place(facts, canary, revert ? origin : target, revert ? target : origin));
        }
        // Locked, and the canary not yet made: nothing holds the new template but what was asked for.
        return admitted(facts).thenApply(asked -> place(facts, canary, asked, origin));
    }

    private CompletableFuture<Optional<PodTemplateSpec>> admitted(Facts facts) {
        Optional<PodTemplateSpec> wanted = NewTemplate.of(spec.change(), facts.stable(), facts.owned(), new Problems());
        if (wanted.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Deployment changed = new DeploymentBuilder(facts.stable())
                .editSpec()
                .withTemplate(wanted.get())
                .endSpec()
                .build();
        return cluster.update(Kind.DEPLOYMENT, changed, WriteOptions.DRY_RUN)
                .thenApply(answer -> Optional.of(answer.getSpec().getTemplate()));
    }

    private Place place(
            Facts facts, Optional<Deployment> canary, Optional<PodTemplateSpec> fresh, Optional<PodTemplateSpec> old) {
        Deployment stable = facts.stable();
        Limits limits = Limits.of(spec, stable, PreflightRules.autoscalers(facts));
        int desired = View.desired(stable, canary);
        int batch = canary.map(c -> View.number(c, Labels.BATCH, 0)).orElse(0);
        int reached = View.number(stable, Labels.REACHED, 0);
        boolean revert = REVERT.equals(View.label(stable, Labels.MODE));
        Phase phase = phase(stable);
        return new Place(
                member,
                stable.getSpec().getSelector(),
                fresh,
                old,
                limits.underWay(stable, desired),
                // What was reached is told by this process's own driver, before a check is asked about it.
                new Standing(
                        cluster.name(),
                        stage(phase, revert, reached),
                        desired,
                        0,
                        false,
                        phase == Phase.BACK_ALL,
                        batch > 0 ? -1 : 0),
                batch,
                false,
                Pause.read(View.label(stable, Labels.PAUSED)),
                revert || phase == Phase.BACK_ALL,
                List.of(),
                List.of());
    }

    private static Phase phase(Deployment stable) {
        return Phase.of(View.label(stable, Labels.PHASE));
    }

    private static Stage stage(Phase phase, boolean revert, int reached) {
        if (revert) {
            return phase == Phase.PROMOTE || reached > 0 ? Stage.REGROWN : Stage.CLAIMED;
        }
        return switch (phase) {
            case FORWARD -> Stage.FORWARD;
            case PROMOTE -> Stage.PROMOTING;
            case BACK, BACK_ALL -> Stage.BACK;
        };
    }

    private static Optional<PodTemplateSpec> byHash(List<PodTemplateSpec> known, String hash) {
        return known.stream().filter(t -> TemplateHash.of(t).equals(hash)).findFirst();
    }
}
