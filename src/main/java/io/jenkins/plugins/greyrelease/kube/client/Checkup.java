package io.jenkins.plugins.greyrelease.kube.client;

import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.Right;
import io.jenkins.plugins.greyrelease.kube.RightsReview;
import io.jenkins.plugins.greyrelease.kube.Role;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Whether a cluster can be worked with: what it answered when it was tried. Nothing is changed there.
 *
 * @param server its version and its clock
 * @param user who we are there; empty where it does not say
 * @param namespaces that were asked about; none: all of them at once
 * @param lacks what is missing of each role, in order; empty if nothing is
 * @param problems what else keeps from releasing, in words
 */
public record Checkup(
        ServerFacts server,
        Optional<String> user,
        List<String> namespaces,
        List<RoleLacks> lacks,
        List<String> problems) {

    public Checkup {
        namespaces = List.copyOf(namespaces);
        lacks = List.copyOf(lacks);
        problems = List.copyOf(problems);
    }

    /** What is missing of a role. */
    public record RoleLacks(Role role, List<Right.Lack> lacks) {
        public RoleLacks {
            lacks = List.copyOf(lacks);
        }

        /** What would help: the file to apply. */
        public String remedy() {
            return "apply examples/rbac/" + role.file() + " and bind ClusterRole " + role.name();
        }
    }

    /**
     * Tries a cluster.
     *
     * @param client has the cluster; stays open
     * @param cluster its name
     * @param namespaces to ask about; none: all of them at once
     * @param roles to ask about
     * @return fails with a {@link KubeException} where the cluster does not answer or does not let in; at the latest when
     *     its calls run out of time
     */
    public static CompletableFuture<Checkup> of(
            KubernetesFleet client, String cluster, List<String> namespaces, List<Role> roles, Scheduler scheduler) {
        Cluster port = client.fleet().member(cluster).orElseThrow().cluster();
        return client.about(cluster).thenCompose(server -> {
            CompletableFuture<Optional<String>> user = user(port);
            CompletableFuture<List<RoleLacks>> lacks = lacks(port, namespaces, roles);
            CompletableFuture<List<String>> watch = lacks.thenCompose(missing -> canWatch(missing)
                    ? WatchTrial.of(port, scheduler, namespaces)
                    : CompletableFuture.completedFuture(List.of()));
            return user.thenCombine(lacks, (who, missing) -> new Checkup(server, who, namespaces, missing, List.of()))
                    .thenCombine(watch, (found, silent) -> found.and(silent));
        });
    }

    /** Without the right, a watch says nothing that is not said already. */
    private static boolean canWatch(List<RoleLacks> lacks) {
        return lacks.stream()
                .flatMap(each -> each.lacks().stream())
                .noneMatch(lack -> lack.right().kind().equals(Kind.DEPLOYMENT));
    }

    private Checkup and(List<String> silent) {
        List<String> all = new ArrayList<>(server.problem().stream().toList());
        all.addAll(silent);
        return new Checkup(server, user, namespaces, lacks, all);
    }

    /** Whether nothing keeps from doing what the roles are for. */
    public boolean good() {
        return problems.isEmpty() && lacks.isEmpty();
    }

    /** What is worth knowing, though it keeps from nothing. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>(
                server.problem().isEmpty() ? server.remark().stream().toList() : List.of());
        server.ahead()
                .filter(ahead -> !ahead.isZero())
                .ifPresent(ahead -> remarks.add("its clock is " + ahead.abs().toSeconds() + " s "
                        + (ahead.isNegative() ? "behind" : "ahead of")
                        + " this machine's; releases do not mind, but times in logs differ"));
        return remarks;
    }

    private static CompletableFuture<Optional<String>> user(Cluster cluster) {
        return cluster.create(Kind.SELF_SUBJECT_REVIEW, new SelfSubjectReview(), WriteOptions.FOR_REAL)
                .handle((answer, failure) -> {
                    if (failure == null) {
                        return Optional.ofNullable(answer.getStatus())
                                .map(status -> status.getUserInfo().getUsername());
                    }
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    if (cause instanceof KubeException kube
                            && (kube.reason() == Reason.NOT_FOUND || kube.reason() == Reason.FORBIDDEN)) {
                        // an older server, or one that keeps it to itself
                        return Optional.empty();
                    }
                    throw new CompletionException(cause);
                });
    }

    private static CompletableFuture<List<RoleLacks>> lacks(
            Cluster cluster, List<String> namespaces, List<Role> roles) {
        CompletableFuture<List<RoleLacks>> all = CompletableFuture.completedFuture(List.of());
        for (Role role : roles) {
            CompletableFuture<List<Right.Lack>> ofRole = CompletableFuture.completedFuture(List.of());
            for (String namespace : namespaces.isEmpty() || role.everywhere() ? List.of("") : namespaces) {
                ofRole = ofRole.thenCombine(RightsReview.missing(cluster, role.rights(), namespace), Checkup::joined);
            }
            all = all.thenCombine(
                    ofRole,
                    (before, lacks) -> lacks.isEmpty() ? before : joined(before, List.of(new RoleLacks(role, lacks))));
        }
        return all;
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }
}
