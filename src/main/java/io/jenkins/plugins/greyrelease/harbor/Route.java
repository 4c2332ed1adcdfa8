package io.jenkins.plugins.greyrelease.harbor;

import io.jenkins.plugins.greyrelease.http.HttpFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * How Harbor itself would bring an image from one registry to another.
 *
 * @param keeper the Harbor that has the policy: the one that pushes, or the one that pulls
 * @param policy brings the image to the same path on the other side
 */
public record Route(Harbor keeper, Policy policy) {

    /**
     * What came of looking for one.
     *
     * @param route the first policy that fits, of the source before the destination, in Harbor's order
     * @param why if there is none: what was found instead, or why it cannot be told
     */
    public record Search(Optional<Route> route, String why) {}

    /**
     * Looks for a policy.
     *
     * @param repository with its project
     * @param tags of the image
     * @return never fails: a Harbor that cannot be asked, or is none, is a reason
     */
    public static CompletableFuture<Search> find(Site from, Site to, String repository, List<String> tags) {
        return asked(from, policy -> policy.goesTo(to.url()), repository, tags)
                .thenCompose(pushed -> pushed.route().isPresent()
                        ? CompletableFuture.completedFuture(pushed)
                        : asked(to, policy -> policy.comesFrom(from.url()), repository, tags)
                                .thenApply(pulled -> pulled.route().isPresent()
                                        ? pulled
                                        : new Search(Optional.empty(), pushed.why() + "; " + pulled.why())));
    }

    private static CompletableFuture<Search> asked(
            Site site, Predicate<Policy> between, String repository, List<String> tags) {
        if (site.harbor().isEmpty()) {
            return CompletableFuture.completedFuture(
                    new Search(Optional.empty(), "registry " + site.name() + " is not configured"));
        }
        Harbor keeper = site.harbor().get();
        return keeper.policies().handle((policies, failure) -> {
            if (failure != null) {
                Throwable cause = Harbor.cause(failure);
                if (cause instanceof HttpFailure known) {
                    return new Search(Optional.empty(), known.getMessage());
                }
                throw new IllegalStateException("looking for replication policies of " + keeper.system(), cause);
            }
            List<Policy> reaching = policies.stream().filter(between).toList();
            Optional<Route> route = reaching.stream()
                    .filter(policy -> policy.brings(repository, tags))
                    .map(policy -> new Route(keeper, policy))
                    .findFirst();
            return new Search(route, keeper.system() + " " + lack(reaching));
        });
    }

    private static String lack(List<Policy> reaching) {
        List<String> names =
                new ArrayList<>(reaching.stream().map(p -> "'" + p.name() + "'").toList());
        return names.isEmpty()
                ? "has no replication policy between the two"
                : "has replication policies between the two that do not bring this image, or are off: "
                        + String.join(", ", names);
    }
}
