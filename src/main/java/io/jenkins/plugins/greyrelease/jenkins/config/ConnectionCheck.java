package io.jenkins.plugins.greyrelease.jenkins.config;

import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.kube.Right;
import io.jenkins.plugins.greyrelease.kube.Role;
import io.jenkins.plugins.greyrelease.kube.client.Checkup;
import io.jenkins.plugins.greyrelease.kube.client.KubernetesFleet;
import io.jenkins.plugins.greyrelease.kube.client.Login;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The check of a cluster as the form shows it; the same as {@code grey doctor} makes.
 *
 * @param checkup what was found
 */
record ConnectionCheck(Checkup checkup) {
    private static final int SHOWN = 5;

    /**
     * Tries a cluster, with a connection of its own that is closed afterwards.
     *
     * @return fails with a {@link io.jenkins.plugins.greyrelease.kube.KubeException} where it does not answer or does not
     *     let in; at the latest when its calls run out of time
     */
    static CompletableFuture<ConnectionCheck> of(
            ClusterSpec spec, Function<ClusterSpec, Login> logins, Scheduler scheduler) {
        KubernetesFleet client = new KubernetesFleet(FleetSpec.of(List.of(spec)), logins, scheduler);
        CompletableFuture<ConnectionCheck> check = Checkup.of(
                        client, spec.name(), spec.namespaces(), List.of(Role.RELEASE), scheduler)
                .thenApply(ConnectionCheck::new);
        check.whenComplete((result, failure) -> client.close());
        return check;
    }

    /** Whether releases are possible. */
    boolean good() {
        return checkup.good();
    }

    /** In a sentence. */
    String words() {
        String version = "Kubernetes " + checkup.server().version();
        String remarks = String.join(
                "", checkup.remarks().stream().map(each -> "; " + each).toList());
        String where = checkup.namespaces().isEmpty() ? "all namespaces" : String.join(", ", checkup.namespaces());
        if (good()) {
            return version + "; releases are possible in " + where + remarks;
        }
        List<String> wrong = new ArrayList<>(checkup.problems());
        checkup.lacks().stream()
                .flatMap(each -> each.lacks().stream())
                .map(Right.Lack::words)
                .forEach(wrong::add);
        String more = wrong.size() > SHOWN ? "; and " + (wrong.size() - SHOWN) + " more" : "";
        return version + ", but releases are not possible: "
                + String.join("; ", wrong.subList(0, Math.min(SHOWN, wrong.size()))) + more
                + String.join("", Stream.of(remedies(), remarks).toList());
    }

    private String remedies() {
        if (checkup.lacks().isEmpty()) {
            return "";
        }
        String who = checkup.user().map(user -> " to " + user).orElse("");
        String elsewhere = checkup.namespaces().isEmpty()
                ? "; if the rights are there in some namespaces only, name those above"
                : "";
        return ". To help, " + checkup.lacks().get(0).remedy() + who + elsewhere;
    }
}
