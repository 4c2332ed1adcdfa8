package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The digests that a release under way was begun with. A run that goes on with it means those, whatever the tags that
 * it names have come to mean since.
 */
public final class Pinned {
    private Pinned() {}

    /** What one cluster shows: the plan of a release in it, if there is one, and lists of images that go together. */
    private record Shown(String plan, List<List<String>> images) {
        static final Shown NOTHING = new Shown("", List.of());
    }

    /**
     * Looks for a release under way that is this one.
     *
     * @param asked with images by tag
     * @return the same with the digests that these tags had when it began; empty if no such release is under way, as far
     *     as the clusters that answer tell. Nothing is believed that does not lead to the plan hash of the labels.
     *     Never fails with a {@link io.jenkins.plugins.greyrelease.kube.KubeException}
     */
    public static CompletableFuture<Optional<ReleaseSpec>> underWay(Fleet fleet, ReleaseSpec asked) {
        List<CompletableFuture<Shown>> shown = asked.clusters().stream()
                .flatMap(name -> fleet.member(name).stream())
                .filter(member -> member.allows(asked.namespace()))
                .map(member -> show(member.cluster(), asked))
                .toList();
        return CompletableFuture.allOf(shown.toArray(new CompletableFuture<?>[0]))
                .thenApply(all ->
                        match(asked, shown.stream().map(CompletableFuture::join).toList()));
    }

    private static Optional<ReleaseSpec> match(ReleaseSpec asked, List<Shown> shown) {
        List<String> plans =
                shown.stream().map(Shown::plan).filter(plan -> !plan.isEmpty()).toList();
        return shown.stream()
                .flatMap(each -> each.images().stream())
                .map(images -> asked.with(asked.change().withImages(image -> pinned(image, images))))
                .filter(pinned ->
                        plans.contains(Requests.label(Requests.of(pinned).hash())))
                .findFirst();
    }

    /** The same tag of the same path with a digest; a cluster may have it from another registry. */
    private static String pinned(String image, List<String> candidates) {
        return PodImages.read(image)
                .filter(tag -> tag.digest().isEmpty())
                .flatMap(tag -> candidates.stream()
                        .flatMap(candidate -> PodImages.read(candidate).stream())
                        .filter(other -> other.repository().equals(tag.repository())
                                && other.tag().equals(tag.tag()))
                        .flatMap(other -> other.digest().stream())
                        .map(digest -> tag.at(digest).toString())
                        .findFirst())
                .orElse(image);
    }

    private static CompletableFuture<Shown> show(Cluster cluster, ReleaseSpec asked) {
        String namespace = asked.namespace();
        return Calls.find(cluster, Kind.DEPLOYMENT, namespace, asked.app())
                .thenCompose(stable -> stable.isEmpty()
                        ? CompletableFuture.completedFuture(Shown.NOTHING)
                        : show(cluster, asked, stable.get()))
                // preflight asks it again, and says what it makes of the answer
                .exceptionally(failure -> Shown.NOTHING);
    }

    private static CompletableFuture<Shown> show(Cluster cluster, ReleaseSpec asked, Deployment stable) {
        String release = View.label(stable, Labels.RELEASE);
        List<List<String>> images = new ArrayList<>();
        images.add(PodImages.of(stable.getSpec().getTemplate()));
        if (release.isEmpty()) {
            return CompletableFuture.completedFuture(new Shown("", images));
        }
        String plan = View.label(stable, Labels.PLAN);
        return Calls.find(cluster, Kind.DEPLOYMENT, asked.namespace(), asked.app() + "-" + release)
                .thenCombine(Record.request(cluster, asked.namespace(), asked.app(), plan), (canary, request) -> {
                    canary.ifPresent(
                            each -> images.add(0, PodImages.of(each.getSpec().getTemplate())));
                    request.ifPresent(each -> images.add(each.change().images()));
                    return new Shown(plan, images);
                });
    }
}
