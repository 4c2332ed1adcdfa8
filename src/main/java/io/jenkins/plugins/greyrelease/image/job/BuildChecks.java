package io.jenkins.plugins.greyrelease.image.job;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.jenkins.plugins.greyrelease.image.build.BuildFailure;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.QuotaRoom;
import io.jenkins.plugins.greyrelease.kube.Right;
import io.jenkins.plugins.greyrelease.kube.RightsReview;
import io.jenkins.plugins.greyrelease.kube.Role;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What is looked at before a build changes anything in its cluster. */
final class BuildChecks {
    private BuildChecks() {}

    /** @return fails with a {@link BuildFailure} that says all that is in the way */
    static CompletableFuture<Void> check(FleetMember member, String namespace, PodTemplateSpec template) {
        Cluster cluster = member.cluster();
        return RightsReview.missing(cluster, Role.IMAGE_BUILDS.rights(), namespace)
                .thenCompose(lacks -> {
                    List<String> problems = new ArrayList<>(
                            lacks.stream().map(Right.Lack::words).toList());
                    boolean seesQuotas =
                            lacks.stream().noneMatch(lack -> lack.right().kind().equals(Kind.RESOURCE_QUOTA));
                    CompletableFuture<List<String>> room = seesQuotas
                            ? cluster.list(Kind.RESOURCE_QUOTA, namespace, Selector.EVERYTHING)
                                    .thenApply(quotas -> QuotaRoom.shortfalls(quotas.items(), template, 1).stream()
                                            .map(shortfall -> shortfall.says("a build") + "s")
                                            .toList())
                            : CompletableFuture.completedFuture(List.of());
                    return room.thenAccept(lacking -> {
                        problems.addAll(lacking);
                        if (!problems.isEmpty()) {
                            throw new BuildFailure("nothing can be built in namespace " + namespace + " of cluster "
                                    + member.name() + ":\n" + String.join("\n", problems)
                                    + "\n(rights: examples/rbac/" + Role.IMAGE_BUILDS.file() + ")");
                        }
                    });
                });
    }
}
