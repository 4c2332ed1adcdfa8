package io.jenkins.plugins.greyrelease.image.survey;

import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.image.Descriptor;
import io.jenkins.plugins.greyrelease.image.Digest;
import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.image.Limiter;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.image.build.BaseImages;
import io.jenkins.plugins.greyrelease.image.build.BaseVersions;
import io.jenkins.plugins.greyrelease.image.build.BuildFailure;
import io.jenkins.plugins.greyrelease.image.build.BuiltOn;
import io.jenkins.plugins.greyrelease.image.survey.Stand.State;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Finds out what the applications of a fleet stand on. Clusters tell what runs, registries what that was built on and which
 * versions of the base there are. Each image is asked about once in each registry, and each base once, however many
 * containers have it; eight questions are under way at a time, and four clusters. A cluster or registry that does not answer
 * is said, and the rest is found all the same: where another registry has the same digest, that one's word counts.
 *
 * <p>Threads: nothing blocks; whoever answers goes on.
 */
public final class BaseSurvey {
    private static final int CLUSTERS = 4;

    private final Registries registries;
    private final Desk desk;
    private final Map<ImageRef, Answer<BuiltOn>> images = new LinkedHashMap<>();
    private final Map<Digest, BuiltOn> anywhere = new LinkedHashMap<>();
    private final Map<ImageRef, Answer<BaseVersions>> versions = new LinkedHashMap<>();
    private final Map<ImageRef, Answer<Optional<Descriptor>>> tags = new LinkedHashMap<>();

    /** What came of a question: an answer, or a state and why. */
    private record Answer<T>(T value, State state, String why) {}

    private BaseSurvey(Registries registries, Scheduler scheduler) {
        this.registries = registries;
        this.desk = new Desk(scheduler);
    }

    /** Asks clusters and registries; never fails with what those answered. */
    public static CompletableFuture<BaseReport> of(Fleet fleet, Registries registries, Scheduler scheduler) {
        return new Limiter(CLUSTERS)
                .all(fleet.members(), ClusterUses::read)
                .thenCompose(read -> new BaseSurvey(registries, scheduler).of(read));
    }

    private CompletableFuture<BaseReport> of(List<ClusterUses> read) {
        Map<String, String> clusters = new LinkedHashMap<>();
        List<Use> uses = new ArrayList<>();
        for (ClusterUses each : read) {
            uses.addAll(each.uses());
            each.problem().ifPresent(why -> clusters.put(each.cluster(), why));
        }
        Map<String, Optional<ImageRef>> refs = new TreeMap<>();
        uses.forEach(use -> refs.computeIfAbsent(use.image(), BaseSurvey::ref));
        List<ImageRef> known = refs.values().stream()
                .flatMap(Optional::stream)
                .filter(ref -> member(ref).isPresent())
                .map(BaseSurvey::exact)
                .distinct()
                .toList();
        return asked(
                        known,
                        images,
                        ref -> desk.ask(
                                member(ref).orElseThrow(),
                                () -> BuiltOn.read(
                                        member(ref).orElseThrow().registry(), ref.repository(), ref.reference())))
                .thenCompose(done -> bases())
                .thenApply(done -> new BaseReport(
                        uses.stream()
                                .map(use -> new Finding(use, stand(refs.get(use.image()))))
                                .toList(),
                        clusters,
                        desk.silent()));
    }

    /** Asks about the bases that the images name: about ours for their versions, about others for what the tag is now. */
    private CompletableFuture<Void> bases() {
        images.values().stream()
                .flatMap(each -> Optional.ofNullable(each.value()).stream())
                .forEach(each -> anywhere.put(each.image(), each));
        List<ImageRef> bases = anywhere.values().stream()
                .filter(built -> built.base().isPresent())
                .flatMap(built -> built.name().flatMap(BaseSurvey::ref).stream())
                .filter(ref -> member(ref).isPresent())
                .map(BaseSurvey::place)
                .distinct()
                .toList();
        List<ImageRef> ours = bases.stream().filter(ref -> ref.tag().isEmpty()).toList();
        List<ImageRef> others =
                bases.stream().filter(ref -> ref.tag().isPresent()).toList();
        return asked(
                        ours,
                        versions,
                        ref -> desk.ask(
                                member(ref).orElseThrow(),
                                () -> BaseImages.versions(
                                        member(ref).orElseThrow().registry(), ref.repository())))
                .thenCompose(done -> asked(
                        others,
                        tags,
                        ref -> desk.ask(member(ref).orElseThrow(), () -> member(ref)
                                .orElseThrow()
                                .registry()
                                .resolve(ref.repository(), ref.reference()))));
    }

    private static <T> CompletableFuture<Void> asked(
            List<ImageRef> refs, Map<ImageRef, Answer<T>> into, Function<ImageRef, CompletableFuture<T>> question) {
        List<CompletableFuture<Answer<T>>> answers = refs.stream()
                .map(ref -> question.apply(ref).handle(BaseSurvey::answer))
                .toList();
        return CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]))
                .thenRun(() -> {
                    for (int i = 0; i < refs.size(); i++) {
                        into.put(refs.get(i), answers.get(i).join());
                    }
                });
    }

    private static <T> Answer<T> answer(T value, Throwable failure) {
        if (failure == null) {
            return new Answer<>(value, State.UNKNOWN, "");
        }
        Throwable cause =
                failure.getCause() != null && !(failure instanceof HttpFailure) ? failure.getCause() : failure;
        if (cause instanceof Desk.SilentException || failure instanceof Desk.SilentException) {
            return new Answer<>(null, State.UNANSWERED, cause.getMessage());
        }
        Optional<HttpFailure> http = HttpFailure.in(failure);
        if (http.isPresent()) {
            boolean gone = http.get().reason() == HttpFailure.Reason.NOT_FOUND;
            return new Answer<>(
                    null, gone ? State.GONE : State.UNKNOWN, http.get().getMessage());
        }
        if (cause instanceof BuildFailure || cause instanceof IllegalArgumentException) {
            return new Answer<>(null, State.UNKNOWN, cause.getMessage());
        }
        throw new IllegalStateException("a registry was asked in a way that it should not be", cause);
    }

    private Stand stand(Optional<ImageRef> ref) {
        if (ref.isEmpty()) {
            return Stand.of(State.UNKNOWN, "the image's name cannot be read");
        }
        Optional<Registries.Member> member = member(ref.get());
        if (member.isEmpty()) {
            return Stand.of(State.OUTSIDE, "registry " + ref.get().registry() + " is not configured");
        }
        Answer<BuiltOn> answer = images.get(exact(ref.get()));
        BuiltOn built = answer.value();
        if (built == null && answer.state() == State.UNANSWERED) {
            built = ref.get().digest().map(anywhere::get).orElse(null);
        }
        if (built == null) {
            return Stand.of(
                    answer.state(),
                    answer.state() == State.GONE
                            ? "registry " + member.get().name() + " does not have the image"
                            : answer.why());
        }
        return built.base().isEmpty()
                ? Stand.of(State.UNKNOWN, "the image says nothing of a base")
                : stand(built.base().get(), built.name().orElse(""));
    }

    private Stand stand(Digest base, String name) {
        Optional<ImageRef> ref = ref(name);
        if (ref.isEmpty() || member(ref.get()).isEmpty()) {
            return new Stand(State.OTHER_BASE, name, base.shown(), "", OptionalInt.empty(), "");
        }
        ImageRef place = place(ref.get());
        Optional<String> type = BaseImages.type(place.repository());
        return type.isPresent() ? ofOurs(type.get(), base, versions.get(place)) : ofOther(name, base, tags.get(place));
    }

    private static Stand ofOurs(String type, Digest base, Answer<BaseVersions> answer) {
        BaseVersions all = answer.value();
        if (all == null) {
            return new Stand(answer.state(), type, base.shown(), "", OptionalInt.empty(), answer.why());
        }
        String version = all.find(base).map(BaseImages.Version::shown).orElseGet(base::shown);
        Optional<BaseImages.Version> released = all.released();
        if (released.isEmpty()) {
            return new Stand(State.OTHER_BASE, type, version, "", OptionalInt.empty(), "no version is released");
        }
        return new Stand(
                released.get().digest().equals(base) ? State.RELEASED : State.NOT_RELEASED,
                type,
                version,
                released.get().shown(),
                all.behind(base),
                all.find(base).isEmpty() ? "a version that is not kept any more" : "");
    }

    private static Stand ofOther(String name, Digest base, Answer<Optional<Descriptor>> answer) {
        if (answer.value() == null) {
            return new Stand(answer.state(), name, base.shown(), "", OptionalInt.empty(), answer.why());
        }
        Optional<Digest> now = answer.value().map(Descriptor::digest);
        if (now.isEmpty()) {
            return new Stand(State.OTHER_BASE, name, base.shown(), "", OptionalInt.empty(), "the tag is gone");
        }
        boolean same = now.get().equals(base);
        return new Stand(
                same ? State.RELEASED : State.NOT_RELEASED,
                name,
                base.shown(),
                now.get().shown(),
                OptionalInt.empty(),
                same ? "" : "the tag stands for another image now");
    }

    private Optional<Registries.Member> member(ImageRef ref) {
        return registries.byHost(ref.registry());
    }

    /** What exactly is asked for: beside a digest the tag is of no weight. */
    private static ImageRef exact(ImageRef ref) {
        return new ImageRef(
                ref.registry(),
                ref.repository(),
                ref.digest().isPresent() ? Optional.empty() : ref.tag(),
                ref.digest());
    }

    /** Where a base is asked about: one of ours as a repository, another one as a tag. */
    private static ImageRef place(ImageRef base) {
        boolean ours = BaseImages.type(base.repository()).isPresent();
        return new ImageRef(
                base.registry(),
                base.repository(),
                ours ? Optional.empty() : Optional.of(base.tag().orElse("latest")),
                Optional.empty());
    }

    private static Optional<ImageRef> ref(String image) {
        try {
            return Optional.of(ImageRef.of(image));
        } catch (IllegalArgumentException e) {
            // said of the container that names it
            return Optional.empty();
        }
    }
}
