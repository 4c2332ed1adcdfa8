package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.jenkins.plugins.greyrelease.autoscale.Autoscalers;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Right;
import io.jenkins.plugins.greyrelease.kube.RightsReview;
import io.jenkins.plugins.greyrelease.kube.Role;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.rollout.Readiness.Limits;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/**
 * Asks one cluster, and the registry it gets its images from, whether a release may begin there. Reads and dry runs only: nothing is changed. All reasons are
 * found at once, as far as one does not hide another: rights first, since nothing else can be read without them.
 */
public final class Preflight {
    private final Cluster cluster;
    private final Supply supply;
    private final ReleaseSpec spec;
    private final FactsReader reader;
    private final String canaryName;

    /**
     * @param asked the release as it is in every cluster
     * @param release id that a new release would have
     * @param supply where images come from
     */
    public Preflight(FleetMember member, ReleaseSpec asked, String release, Supply supply) {
        this.cluster = member.cluster();
        this.supply = supply;
        this.spec = supply.in(member.spec(), asked);
        this.reader = new FactsReader(cluster, spec.namespace());
        this.canaryName = spec.app() + "-" + release;
    }

    /** Never fails. */
    public CompletableFuture<Readiness> check() {
        return reader.find(Kind.DEPLOYMENT, spec.app())
                .thenCompose(found -> found.isEmpty() ? absent() : present(found.get()))
                .exceptionally(failure -> {
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    if (cause instanceof KubeException kube) {
                        return kube.passing()
                                ? new Readiness.NoAnswer(cluster.name(), kube)
                                : refused(Optional.empty(), List.of(kube.getMessage()));
                    }
                    throw new CompletionException(cause);
                });
    }

    private CompletableFuture<Readiness> absent() {
        return reader.find(Kind.STATEFUL_SET, spec.app())
                .thenCombine(reader.find(Kind.DAEMON_SET, spec.app()), (statefulSet, daemonSet) -> {
                    if (statefulSet.isPresent() || daemonSet.isPresent()) {
                        return refused(
                                Optional.empty(),
                                List.of(spec.app() + " in namespace " + spec.namespace() + " is a "
                                        + (statefulSet.isPresent() ? "StatefulSet" : "DaemonSet")
                                        + ": its pods have identities that a second Deployment cannot take over;"
                                        + " only Deployments can be released in batches"));
                    }
                    return refused(
                            Optional.empty(),
                            List.of("there is no Deployment " + spec.app() + " in namespace " + spec.namespace()
                                    + "; check app and namespace, or leave this cluster out"));
                });
    }

    private CompletableFuture<Readiness> present(Deployment stable) {
        var labels = stable.getMetadata().getLabels();
        if (labels != null && labels.containsKey(Labels.RELEASE)) {
            return CompletableFuture.completedFuture(new Readiness.InProgress(cluster.name(), stable));
        }
        return RightsReview.missing(cluster, Role.RELEASE.rights(), spec.namespace())
                .thenCompose(missing -> missing.isEmpty()
                        ? reader.read(stable).thenCompose(this::judge)
                        : CompletableFuture.completedFuture(refused(
                                Optional.of(stable),
                                missing.stream().map(Right.Lack::words).toList())));
    }

    private CompletableFuture<Readiness> judge(Facts facts) {
        Problems problems = new Problems();
        Optional<PodTemplateSpec> wanted = NewTemplate.of(spec.change(), facts.stable(), facts.owned(), problems);
        if (wanted.isEmpty()) {
            return CompletableFuture.completedFuture(refused(Optional.of(facts.stable()), problems.found()));
        }
        if (TemplateHash.same(wanted.get(), facts.stable().getSpec().getTemplate())) {
            return CompletableFuture.completedFuture(new Readiness.Done(cluster.name(), facts.stable()));
        }
        PreflightRules.check(facts, spec, wanted.get(), canaryName, problems);
        Autoscalers autoscalers = PreflightRules.autoscalers(facts);
        Limits limits = Limits.of(spec, facts.stable(), autoscalers);
        PreflightRules.limits(facts, wanted.get(), limits, problems);
        return supply.of(wanted.get(), facts.stable().getSpec().getTemplate(), earlier(facts))
                .thenCompose(answer -> {
                    answer.lacks().forEach(problems::add);
                    return problems.none()
                            ? admitted(new Readiness.Ready(
                                    cluster.name(),
                                    facts.stable(),
                                    wanted.get(),
                                    autoscalers,
                                    limits,
                                    answer.unproven()))
                            : CompletableFuture.completedFuture(refused(Optional.of(facts.stable()), problems.found()));
                });
    }

    /** Images that the app ran here before, as far as its history goes: nodes may have them still. */
    private static Set<String> earlier(Facts facts) {
        return facts.owned().stream()
                .flatMap(each -> PodImages.of(each.getSpec().getTemplate()).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The template as webhooks and defaults leave it: on the stable Deployment first, then on a canary. */
    private CompletableFuture<Readiness> admitted(Readiness.Ready asked) {
        Deployment stable = asked.stable();
        Deployment changed = new DeploymentBuilder(stable)
                .editSpec()
                .withTemplate(asked.template())
                .endSpec()
                .build();
        return cluster.update(Kind.DEPLOYMENT, changed, WriteOptions.DRY_RUN).thenCompose(answer -> {
            PodTemplateSpec template = answer.getSpec().getTemplate();
            if (TemplateHash.same(template, stable.getSpec().getTemplate())) {
                return CompletableFuture.completedFuture(new Readiness.Done(cluster.name(), stable));
            }
            return cluster.create(Kind.DEPLOYMENT, sample(stable, template), WriteOptions.DRY_RUN)
                    .thenApply(canary -> asked.with(template));
        });
    }

    private Deployment sample(Deployment stable, PodTemplateSpec template) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(canaryName)
                .withNamespace(spec.namespace())
                .withLabels(CanaryBuilder.allowed(
                        stable.getMetadata().getLabels(), stable.getSpec().getSelector()))
                .endMetadata()
                .withNewSpecLike(stable.getSpec())
                .withReplicas(0)
                .withTemplate(template)
                .endSpec()
                .build();
    }

    private Readiness refused(Optional<Deployment> stable, List<String> problems) {
        return new Readiness.Refused(cluster.name(), problems, stable);
    }
}
