package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.plan.Plan;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.plan.Wave;
import io.jenkins.plugins.greyrelease.rollout.CourseState.Intent;
import io.jenkins.plugins.greyrelease.rollout.Standing.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** How a release begins: preflight everywhere, then a new release, one to go on with, or a refusal. Changes nothing. */
final class Opening {
    private final Engine engine;
    private final ReleaseSpec spec;
    private final String newId;
    private final String planHash;
    private final Supply supply;

    Opening(Engine engine, ReleaseSpec spec, String newId) {
        this.engine = engine;
        this.spec = spec;
        this.newId = newId;
        this.supply = engine.supply();
        this.planHash = Requests.of(spec).hash();
    }

    /** What came of it. */
    sealed interface Result {
        /** Every reason why not. */
        record Refused(List<String> problems) implements Result {}

        /** Somebody else's, or another version's, release is under way. */
        record Busy(String release, List<String> problems) implements Result {}

        /**
         * Some clusters do not answer, or not as they should: it can neither begin nor go on now.
         *
         * @param underWay whether a release was seen in those that do
         */
        record Unanswered(List<String> problems, boolean underWay) implements Result {}

        /**
         * Go.
         *
         * @param plan value of {@link Labels#PLAN}
         */
        record Open(String release, boolean attached, String plan, CourseState state, Map<String, Place> places)
                implements Result {
            Open with(CourseState newState) {
                return new Open(release, attached, plan, newState, places);
            }
        }
    }

    /** Never fails with a {@link io.jenkins.plugins.greyrelease.kube.KubeException}. */
    CompletableFuture<Result> open() {
        List<String> problems = new ArrayList<>();
        Map<String, FleetMember> clusters = new LinkedHashMap<>();
        for (String name : spec.clusters()) {
            Optional<FleetMember> member = engine.fleet().member(name);
            if (member.isEmpty()) {
                problems.add("cluster " + name + " is not in the fleet; it has "
                        + String.join(", ", engine.fleet().names()));
            } else if (!member.get().allows(spec.namespace())) {
                problems.add("cluster " + name + ": releases are not allowed in namespace " + spec.namespace());
            } else if (clusters.put(name, member.get()) != null) {
                problems.add("cluster " + name + " is named twice");
            }
        }
        if (!problems.isEmpty()) {
            return CompletableFuture.completedFuture(new Result.Refused(problems));
        }
        Map<String, CompletableFuture<Readiness>> asked = new LinkedHashMap<>();
        clusters.forEach((name, cluster) -> asked.put(name, new Preflight(cluster, spec, newId, supply).check()));
        return CompletableFuture.allOf(asked.values().toArray(new CompletableFuture<?>[0]))
                .thenCompose(all -> judge(
                        clusters,
                        asked.values().stream().map(CompletableFuture::join).toList()));
    }

    private CompletableFuture<Result> judge(Map<String, FleetMember> clusters, List<Readiness> answers) {
        List<String> refused = new ArrayList<>();
        List<String> unanswered = new ArrayList<>();
        TreeSet<String> ids = new TreeSet<>();
        List<String> others = new ArrayList<>();
        for (Readiness answer : answers) {
            if (answer instanceof Readiness.Refused no) {
                no.problems().forEach(p -> refused.add(inCluster(no.cluster(), p)));
            } else if (answer instanceof Readiness.NoAnswer none) {
                unanswered.add(none.cause().getMessage());
            } else if (answer instanceof Readiness.InProgress busy) {
                ids.add(View.label(busy.stable(), Labels.RELEASE));
                if (!Requests.label(planHash).equals(View.label(busy.stable(), Labels.PLAN))) {
                    others.add(other(clusters.get(busy.cluster()), busy));
                }
            }
        }
        if (!others.isEmpty() || ids.size() > 1) {
            return CompletableFuture.completedFuture(new Result.Busy(ids.first(), others));
        }
        if (!unanswered.isEmpty() && (refused.isEmpty() || !ids.isEmpty())) {
            return CompletableFuture.completedFuture(new Result.Unanswered(unanswered, !ids.isEmpty()));
        }
        refused.addAll(unanswered);
        // What is under way is not given up because another cluster would refuse it by now: that one waits.
        return refused.isEmpty() || !ids.isEmpty()
                ? places(clusters, answers, ids.isEmpty() ? Optional.empty() : Optional.of(ids.first()))
                : CompletableFuture.completedFuture(new Result.Refused(refused));
    }

    /** A call that failed says by itself where. */
    private static String inCluster(String cluster, String problem) {
        String where = "cluster " + cluster + ": ";
        return problem.startsWith(where) ? problem : where + problem;
    }

    private String other(FleetMember member, Readiness.InProgress busy) {
        String release = View.label(busy.stable(), Labels.RELEASE);
        String what = "cluster " + busy.cluster() + ": release " + release + " of " + spec.app() + " is under way";
        boolean wantsOld = NewTemplate.of(
                        supply.in(member.spec(), spec).change(), busy.stable(), List.of(), new Problems())
                .filter(wanted -> TemplateHash.of(wanted).equals(View.label(busy.stable(), Labels.ORIGIN)))
                .isPresent();
        return wantsOld
                ? what + ", and what is asked for is the version that ran before it: roll that release back, or"
                        + " supersede it with this one, which ends in the same"
                : what + " with another version or plan. Run that one again to go on with it, roll it back, or"
                        + " supersede it with this one";
    }

    private CompletableFuture<Result> places(
            Map<String, FleetMember> clusters, List<Readiness> answers, Optional<String> attached) {
        List<CompletableFuture<Place>> futures = new ArrayList<>();
        for (Readiness answer : answers) {
            futures.add(place(clusters.get(answer.cluster()), answer, attached));
        }
        return CompletableFuture.allOf(futures.toArray(new CompletableFuture<?>[0]))
                .thenApply(all ->
                        opened(futures.stream().map(CompletableFuture::join).toList(), attached))
                .exceptionally(failure -> new Result.Unanswered(
                        List.of(Calls.cause("", "read the state of " + spec.app(), failure)
                                .getMessage()),
                        attached.isPresent()));
    }

    private CompletableFuture<Place> place(FleetMember member, Readiness answer, Optional<String> attached) {
        Resumption resumption = new Resumption(member, supply.in(member.spec(), spec));
        if (answer instanceof Readiness.InProgress busy) {
            return resumption.underWay(busy.stable());
        }
        if (answer instanceof Readiness.Done done) {
            return attached.isEmpty()
                    ? resumption.ended(done.stable(), false)
                    : Record.mentions(member.cluster(), spec, attached.get())
                            .thenCompose(ours -> resumption.ended(done.stable(), ours));
        }
        Place place = answer instanceof Readiness.Refused no
                ? Place.refused(member, spec, no)
                : Place.ready(member, (Readiness.Ready) answer);
        return CompletableFuture.completedFuture(place);
    }

    private Result opened(List<Place> found, Optional<String> attached) {
        Map<String, Place> places = new LinkedHashMap<>();
        Map<String, Integer> desired = new LinkedHashMap<>();
        Map<String, Standing> standings = new LinkedHashMap<>();
        for (Place place : found) {
            places.put(place.name(), place);
            desired.put(place.name(), place.standing().desired());
            standings.put(place.name(), place.standing());
        }
        Map<String, Integer> begun = new LinkedHashMap<>();
        found.stream()
                .filter(place -> place.standing().stage() == Stage.FORWARD && place.batch() > 0)
                .forEach(place -> begun.put(place.name(), place.batch()));
        Plan plan;
        try {
            plan = attached.isPresent()
                    ? Plan.underWay(Requests.of(spec), desired, begun)
                    : Plan.of(Requests.of(spec), desired);
        } catch (BadArgumentsException e) {
            return new Result.Refused(List.of(e.getMessage()));
        }
        boolean back = found.stream().anyMatch(Place::backAll);
        List<Lane> lanes =
                Lane.of(plan).stream().map(l -> lane(l, plan, places)).toList();
        CourseState state = new CourseState(
                plan,
                spec,
                back ? Intent.BACK : Intent.FORWARD,
                back ? Optional.empty() : pause(found),
                standings,
                lanes,
                new TreeSet<>());
        return new Result.Open(attached.orElse(newId), attached.isPresent(), Requests.label(planHash), state, places);
    }

    /** What a person or a failure stopped stays so; a run that was stopped goes on when it is run again. */
    private static Optional<Pause> pause(List<Place> found) {
        return found.stream()
                .flatMap(place -> place.pause().stream())
                .filter(pause -> pause.cause() != Pause.Cause.ABORT)
                .findFirst();
    }

    private static Lane lane(Lane lane, Plan plan, Map<String, Place> places) {
        boolean left = lane.clusters().stream()
                .anyMatch(c -> places.get(c).standing().stage() == Stage.BACK
                        && !places.get(c).backAll());
        List<Wave> waves = lane.waves(plan);
        int passed = lane.clusters().stream()
                .mapToInt(c -> passed(waves, places.get(c)))
                .max()
                .orElse(0);
        return new Lane(lane.clusters(), Math.max(0, Math.min(passed, waves.size())), left);
    }

    /**
     * How many waves have passed their checks, as far as one cluster tells: those below the one that has begun there, and
     * its own last one if it is on its way to the end, since in {@code fill} a cluster ends before the waves of the next.
     */
    private static int passed(List<Wave> waves, Place place) {
        Stage stage = place.standing().stage();
        boolean ends = stage == Stage.PROMOTING || stage == Stage.NEW && !place.already();
        int last = waves.stream()
                .filter(wave -> wave.in(place.name()).isPresent())
                .mapToInt(Wave::batch)
                .max()
                .orElse(0);
        return ends ? last : place.batch() - 1;
    }
}
