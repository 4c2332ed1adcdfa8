package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.image.Descriptor;
import io.jenkins.plugins.greyrelease.image.Digest;
import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.rollout.Pinned;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Makes one release one digest: a tag of a configured registry is looked up once, before anything else, and what is
 * released from then on is {@code repository:tag@digest}, which says both what people called it and what it is. A tag that
 * is moved later changes nothing. Tags of other registries stay as they are written, which is said where registries are
 * configured at all.
 */
final class Tags {
    private final Host host;
    private final ReleaseSpec asked;

    private Tags(Host host, ReleaseSpec asked) {
        this.host = host;
        this.asked = asked;
    }

    /**
     * The release with digests for its tags; those that it was begun with, if it is under way.
     *
     * @return fails with a {@link RefusedException} that names all tags that could not be looked up
     */
    static CompletableFuture<ReleaseSpec> resolved(Host host, ReleaseSpec asked) {
        return new Tags(host, asked).resolved();
    }

    private CompletableFuture<ReleaseSpec> resolved() {
        if (host.registries().all().isEmpty()) {
            return CompletableFuture.completedFuture(asked);
        }
        asked.change().images().stream()
                .filter(image -> ref(image)
                        .filter(ref -> ref.digest().isEmpty() && member(ref).isEmpty())
                        .isPresent())
                .forEach(image -> host.log(image + " is released as it is written: its registry is not configured, so"
                        + " nothing says which digest the tag stands for"));
        ReleaseSpec known = asked.with(asked.change().withImages(this::known));
        if (known.change().images().stream().allMatch(image -> tag(image).isEmpty())) {
            return CompletableFuture.completedFuture(goesOn(known));
        }
        return Pinned.underWay(host.fleet(), known)
                .thenCompose(begun ->
                        begun.isEmpty() ? looked(known) : CompletableFuture.completedFuture(goesOn(begun.get())))
                .thenCompose(this::kept);
    }

    /** The image with the digest that was looked up before the process of this step was restarted, if it was. */
    private String known(String image) {
        return tag(image)
                .flatMap(ref -> host.kept(note(ref)).map(Digest::of).map(ref::at))
                .map(ImageRef::toString)
                .orElse(image);
    }

    /** Keeps the digests before anything is released: until the first cluster is locked, nothing else knows them. */
    private CompletableFuture<ReleaseSpec> kept(ReleaseSpec pinned) {
        CompletableFuture<Void> kept = CompletableFuture.completedFuture(null);
        for (String image : asked.change().images()) {
            Optional<ImageRef> tag = tag(image);
            Optional<Digest> digest = tag.flatMap(each -> digest(each, pinned));
            if (digest.isPresent()) {
                kept = kept.thenCompose(
                        done -> host.keep(note(tag.get()), digest.get().toString()));
            }
        }
        return kept.thenApply(done -> pinned);
    }

    private static Optional<Digest> digest(ImageRef tag, ReleaseSpec pinned) {
        return pinned.change().images().stream()
                .flatMap(image -> ref(image).stream())
                .filter(ref ->
                        ref.digest().filter(exact -> ref.equals(tag.at(exact))).isPresent())
                .flatMap(ref -> ref.digest().stream())
                .findFirst();
    }

    /** The name under which a step keeps what a tag stands for; see {@link Host#keep}. */
    static String note(ImageRef tag) {
        return "digest of " + tag;
    }

    /** The image, if it is a tag of a configured registry. */
    private Optional<ImageRef> tag(String image) {
        return ref(image).filter(ref -> ref.digest().isEmpty() && member(ref).isPresent());
    }

    /** Empty if it is no reference, which the API server says. */
    private static Optional<ImageRef> ref(String image) {
        try {
            return Optional.of(ImageRef.of(image));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Registries.Member> member(ImageRef image) {
        return host.registries().byHost(image.registry());
    }

    private ReleaseSpec goesOn(ReleaseSpec begun) {
        begun.change().images().stream()
                .filter(image -> !asked.change().images().contains(image))
                .forEach(image -> host.log("goes on with " + image + ", as it was when this release began"));
        return begun;
    }

    /** What came of looking one up. */
    private record Answer(String image, String pinned, String problem) {}

    private CompletableFuture<ReleaseSpec> looked(ReleaseSpec known) {
        var answers = known.change().images().stream()
                .flatMap(image -> tag(image).stream().map(ref -> look(image, ref)))
                .toList();
        return CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]))
                .thenApply(all -> {
                    Map<String, String> digests = new TreeMap<>();
                    StringBuilder problems = new StringBuilder();
                    for (CompletableFuture<Answer> answer : answers) {
                        Answer one = answer.join();
                        digests.put(one.image(), one.pinned());
                        problems.append(one.problem().isEmpty() || problems.isEmpty() ? "" : "\n")
                                .append(one.problem());
                    }
                    if (!problems.isEmpty()) {
                        throw new RefusedException(problems.toString());
                    }
                    digests.forEach((image, pinned) -> host.log(image + " is "
                            + pinned.substring(pinned.indexOf('@') + 1) + " now: that is what this release brings"));
                    return known.with(known.change().withImages(image -> digests.getOrDefault(image, image)));
                });
    }

    private CompletableFuture<Answer> look(String image, ImageRef ref) {
        Registries.Member member = member(ref).orElseThrow();
        return member.registry().resolve(ref.repository(), ref.reference()).handle((found, failure) -> {
            if (failure != null) {
                return new Answer(
                        image,
                        image,
                        "which digest " + image + " stands for could not be found out: " + HttpFailure.words(failure)
                                + "; to go back to a version that ran here, use rollback or give its digest: that needs no"
                                + " registry");
            }
            return found.map(Descriptor::digest)
                    .map(digest -> new Answer(image, ref.at(digest).toString(), ""))
                    .orElseGet(() -> new Answer(
                            image,
                            image,
                            "registry " + member.name() + " has no image " + image
                                    + "; check its name and tag, or build it" + " first"));
        });
    }
}
