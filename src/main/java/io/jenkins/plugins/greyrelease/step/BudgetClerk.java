package io.jenkins.plugins.greyrelease.step;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.jenkins.plugins.greyrelease.disruption.BudgetRepair;
import io.jenkins.plugins.greyrelease.disruption.BudgetReview;
import io.jenkins.plugins.greyrelease.disruption.BudgetSight;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Listing;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Reads the budgets of one cluster and writes repairs to it. Futures fail as those of {@link Cluster} do. */
final class BudgetClerk {
    private final Cluster cluster;
    private final PdbGuardArgs args;

    BudgetClerk(Cluster cluster, PdbGuardArgs args) {
        this.cluster = cluster;
        this.args = args;
    }

    /** The cluster's name. */
    String name() {
        return cluster.name();
    }

    /** What is wrong, and what may be done about it. */
    CompletableFuture<BudgetReview> review() {
        var deployments = all(Kind.DEPLOYMENT);
        var statefulSets = all(Kind.STATEFUL_SET);
        var pods = all(Kind.POD);
        var budgets = all(Kind.PDB);
        return CompletableFuture.allOf(deployments, statefulSets, pods, budgets)
                .thenApply(nothing -> BudgetReview.of(
                        new BudgetSight(
                                args.namespace(), deployments.join(), statefulSets.join(), pods.join(), budgets.join()),
                        args.terms(),
                        args.app()));
    }

    private <T extends HasMetadata> CompletableFuture<List<T>> all(Kind<T> kind) {
        return cluster.list(kind, args.namespace(), Selector.EVERYTHING).thenApply(Listing::items);
    }

    /** Asks the server what would come of a repair: rights, quota and webhooks included. */
    CompletableFuture<Void> tryOut(BudgetRepair repair) {
        return repair instanceof BudgetRepair.Remove ? mayDelete(repair.name()) : write(repair, WriteOptions.DRY_RUN);
    }

    /** Does it, if the budget is still as it was seen. */
    CompletableFuture<Void> repair(BudgetRepair repair) {
        if (repair instanceof BudgetRepair.Remove remove) {
            var meta = remove.budget().getMetadata();
            return cluster.delete(
                    Kind.PDB,
                    args.namespace(),
                    repair.name(),
                    DeleteOptions.of(DeleteOptions.Propagation.BACKGROUND, meta.getUid())
                            .at(meta.getResourceVersion()));
        }
        return write(repair, WriteOptions.FOR_REAL);
    }

    private CompletableFuture<Void> write(BudgetRepair repair, WriteOptions options) {
        Function<HasMetadata, Void> done = written -> null;
        return repair instanceof BudgetRepair.Create create
                ? cluster.create(Kind.PDB, create.budget(), options).thenApply(done)
                : cluster.update(Kind.PDB, ((BudgetRepair.Change) repair).budget(), options)
                        .thenApply(done);
    }

    private CompletableFuture<Void> mayDelete(String budget) {
        SelfSubjectAccessReview question = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withNamespace(args.namespace())
                .withGroup(Kind.PDB.group())
                .withResource(Kind.PDB.plural())
                .withVerb("delete")
                .withName(budget)
                .endResourceAttributes()
                .endSpec()
                .build();
        return cluster.create(Kind.SELF_SUBJECT_ACCESS_REVIEW, question, WriteOptions.FOR_REAL)
                .thenAccept(answer -> {
                    if (answer.getStatus() == null
                            || !Boolean.TRUE.equals(answer.getStatus().getAllowed())) {
                        throw new KubeException(
                                name(),
                                "delete " + Kind.PDB.named(budget) + " in " + args.namespace(),
                                KubeException.Reason.FORBIDDEN,
                                403,
                                "no right to delete " + Kind.PDB.plural());
                    }
                });
    }
}
