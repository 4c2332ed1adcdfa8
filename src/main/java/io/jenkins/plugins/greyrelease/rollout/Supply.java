package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.image.Descriptor;
import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.RegistrySpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where clusters get their images from. An image of a configured registry that is named by digest is the same image in
 * every registry that has it, so a cluster pulls it from the registry of its own data centre: under the same path, by the
 * same digest. Any other image, and any cluster whose data centre has no registry, goes by what is written.
 *
 * <p>Example: {@code harbor.test/shop/cart:2@sha256:ab…} is {@code harbor.gd9/shop/cart:2@sha256:ab…} in a cluster of gd9.
 *
 * <p>Thread-safe. Each registry is asked about an image once; whoever wants to hear it again makes another supply.
 */
public final class Supply {
    private final Registries registries;
    private final Map<ImageRef, CompletableFuture<Optional<String>>> answers = new ConcurrentHashMap<>();

    /** From these registries. */
    public Supply(Registries registries) {
        this.registries = registries;
    }

    /** The release as it is in this cluster; its plan and its hash are those of the release as it was asked for. */
    ReleaseSpec in(ClusterSpec cluster, ReleaseSpec spec) {
        return spec.with(spec.change().withImages(image -> reference(cluster, image)));
    }

    /** What a pod of this cluster names to get an image. */
    public String reference(ClusterSpec cluster, String image) {
        return configured(image)
                .filter(written -> written.digest().isPresent())
                .map(written -> of(cluster, written)
                        .map(own -> written.in(own.host()).toString())
                        .orElse(image))
                .orElse(image);
    }

    /** The registry of its data centre: the one that the image names, if that serves it, else the first one. */
    private Optional<RegistrySpec> of(ClusterSpec cluster, ImageRef written) {
        if (cluster.idc().isEmpty()) {
            return Optional.empty();
        }
        return registries
                .byHost(written.registry())
                .filter(named -> named.spec().idc().equals(cluster.idc()))
                .or(() -> registries.ofIdc(cluster.idc()))
                .map(Registries.Member::spec);
    }

    /** The image, if its registry is configured. */
    private Optional<ImageRef> configured(String image) {
        return PodImages.read(image)
                .filter(ref -> registries.byHost(ref.registry()).isPresent());
    }

    /**
     * Asks the registries whether they have the images that a cluster does not run yet.
     *
     * @param wanted the new template as it is in the cluster, see {@link #in}
     * @param runs the template of now
     * @return every reason why the new pods could not get theirs; never fails
     */
    CompletableFuture<List<String>> lacks(PodTemplateSpec wanted, PodTemplateSpec runs) {
        List<String> known = PodImages.of(runs);
        List<CompletableFuture<Optional<String>>> asked = PodImages.of(wanted).stream()
                .filter(image -> !known.contains(image))
                .flatMap(image -> configured(image).stream())
                .map(image -> answers.computeIfAbsent(image, this::ask))
                .toList();
        return CompletableFuture.allOf(asked.toArray(new CompletableFuture<?>[0]))
                .thenApply(all ->
                        asked.stream().flatMap(answer -> answer.join().stream()).toList());
    }

    private CompletableFuture<Optional<String>> ask(ImageRef image) {
        Registries.Member member = registries.byHost(image.registry()).orElseThrow();
        return member.registry()
                .resolve(image.repository(), image.reference())
                .handle((found, failure) -> failure == null
                        ? missing(image, member, found)
                        : Optional.of("whether " + words(member) + " has " + image.repository() + " "
                                + image.reference() + " could not be found out: " + HttpFailure.words(failure)));
    }

    private Optional<String> missing(ImageRef image, Registries.Member member, Optional<Descriptor> found) {
        if (found.isPresent()) {
            return Optional.empty();
        }
        return Optional.of(words(member) + " does not have " + image
                + ", so no pod could start with it; bring it there (harborSync with to: '" + member.name() + "')");
    }

    private static String words(Registries.Member member) {
        String idc = member.spec().idc();
        return "registry " + member.name() + (idc.isEmpty() ? "" : " of data centre " + idc);
    }
}
