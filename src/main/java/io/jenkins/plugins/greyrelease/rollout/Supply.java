package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.image.Descriptor;
import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.RegistrySpec;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Where clusters get their images from. An image of a configured registry that is named by digest is the same image in
 * every registry that has it, so a cluster pulls it from the registry of its own data centre: under the same path, by the
 * same digest. Any other image, and any cluster whose data centre has no registry, goes by what is written.
 *
 * <p>Example: {@code harbor.test/shop/cart:2@sha256:ab…} is {@code harbor.gd9/shop/cart:2@sha256:ab…} in a cluster of gd9.
 *
 * <p>A registry that does not have an image is a reason not to begin. One that cannot be asked is so, too, but for an image
 * that the app ran before: whoever has to go back, often because more than the app is broken, is not held up by a registry
 * that is down, since nodes may have the image still. It is warned of, and Kubernetes will say.
 *
 * <p>Thread-safe. Each registry is asked about an image once; whoever wants to hear it again makes another supply.
 */
public final class Supply {
    /** How long an answer about an image that ran before is waited for: whoever goes back is in a hurry. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Registries registries;
    private final Scheduler scheduler;
    private final Map<ImageRef, CompletableFuture<Answer>> answers = new ConcurrentHashMap<>();

    /** From these registries. */
    Supply(Registries registries, Scheduler scheduler) {
        this.registries = registries;
        this.scheduler = scheduler;
    }

    /**
     * What registries say of the images of a template.
     *
     * @param lacks every reason why the new pods could not get theirs
     * @param unproven what could not be found out and is no reason, since it ran before
     */
    record Answer(List<String> lacks, List<String> unproven) {
        static final Answer GOOD = new Answer(List.of(), List.of());

        Answer {
            lacks = List.copyOf(lacks);
            unproven = List.copyOf(unproven);
        }

        Answer and(Answer other) {
            return new Answer(joined(lacks, other.lacks), joined(unproven, other.unproven));
        }

        private static List<String> joined(List<String> some, List<String> more) {
            return Stream.concat(some.stream(), more.stream()).toList();
        }

        /** What is only not known does not count. */
        private Answer held() {
            return new Answer(joined(lacks, unproven), List.of());
        }
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
     * @param before images that ran there at some time
     * @return never fails
     */
    CompletableFuture<Answer> of(PodTemplateSpec wanted, PodTemplateSpec runs, Set<String> before) {
        List<String> known = PodImages.of(runs);
        CompletableFuture<Answer> all = CompletableFuture.completedFuture(Answer.GOOD);
        for (String image : PodImages.of(wanted)) {
            Optional<ImageRef> asked = configured(image).filter(ref -> !known.contains(image));
            if (asked.isPresent()) {
                CompletableFuture<Answer> answer = answers.computeIfAbsent(asked.get(), this::ask);
                all = all.thenCombine(
                        before.contains(image) ? soon(asked.get(), answer) : answer.thenApply(Answer::held),
                        Answer::and);
            }
        }
        return all;
    }

    private CompletableFuture<Answer> soon(ImageRef image, CompletableFuture<Answer> answer) {
        CompletableFuture<Answer> soon = answer.thenApply(found -> found);
        Registries.Member member = registries.byHost(image.registry()).orElseThrow();
        Scheduler.Timer timer = scheduler.after(
                PATIENCE,
                () -> soon.complete(unknown(image, member, "no answer within " + PATIENCE.toSeconds() + " s")));
        return soon.whenComplete((found, failure) -> timer.cancel())
                .thenApply(found -> new Answer(
                        found.lacks(),
                        found.unproven().stream()
                                .map(text ->
                                        text + "; it ran here before, so nodes may have it still: goes on, and pods"
                                                + " that have to pull it will wait until the registry answers")
                                .toList()));
    }

    private CompletableFuture<Answer> ask(ImageRef image) {
        Registries.Member member = registries.byHost(image.registry()).orElseThrow();
        return member.registry()
                .resolve(image.repository(), image.reference())
                .handle((found, failure) -> failure == null
                        ? missing(image, member, found)
                        : unknown(image, member, HttpFailure.words(failure)));
    }

    private static Answer unknown(ImageRef image, Registries.Member member, String why) {
        return new Answer(
                List.of(),
                List.of("whether " + words(member) + " has " + image.repository() + " " + image.reference()
                        + " could not be found out: " + why));
    }

    private static Answer missing(ImageRef image, Registries.Member member, Optional<Descriptor> found) {
        if (found.isPresent()) {
            return Answer.GOOD;
        }
        return new Answer(
                List.of(words(member) + " does not have " + image
                        + ", so no pod could start with it; bring it there (harborSync with to: '" + member.name()
                        + "')"),
                List.of());
    }

    private static String words(Registries.Member member) {
        String idc = member.spec().idc();
        return "registry " + member.name() + (idc.isEmpty() ? "" : " of data centre " + idc);
    }
}
