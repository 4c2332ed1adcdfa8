package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.plan.Wave;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.ClusterResult;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Ended;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A release's state, as others get to see it. */
final class Results {
    private Results() {}

    static ReleaseResult of(String release, Outcome outcome, Helm helm, Map<String, Station> stations, String reason) {
        CourseState state = helm.state();
        List<ClusterResult> clusters = state.standings().values().stream()
                .map(standing ->
                        cluster(standing, stations.get(standing.cluster()), helm.standsFor(standing.cluster())))
                .toList();
        return new ReleaseResult(
                release, outcome, image(state.spec(), stations), state.plan().hash(), clusters, reason);
    }

    private static ClusterResult cluster(Standing standing, Station station, String standsFor) {
        Ended ended =
                switch (standing.stage()) {
                    case NEW -> Ended.NEW;
                    case OLD -> Ended.OLD;
                    case UNTOUCHED -> Ended.UNTOUCHED;
                    case RESERVED, FORWARD, PROMOTING, BACK, CLAIMED, REGROWN ->
                        standing.unreachable() ? Ended.UNREACHABLE : Ended.PAUSED;
                };
        boolean open = ended == Ended.PAUSED || ended == Ended.UNREACHABLE;
        if (station.place().already()) {
            return new ClusterResult(standing.cluster(), Ended.NEW, standing.desired(), "the new version ran already");
        }
        String why = standsFor.isEmpty() ? station.status() : standsFor;
        return new ClusterResult(standing.cluster(), ended, open ? 0 : standing.desired(), open ? why : "");
    }

    /** Why it is not a plain success; empty if it is. */
    static String released(Map<String, Station> stations) {
        return stations.values().stream().allMatch(s -> s.place().already())
                ? "nothing to release: the new version ran already in every cluster"
                : "";
    }

    static String suffix(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }

    /** One line per cluster. */
    static String status(Map<String, Station> stations, Map<String, String> trouble, String paused) {
        String lines = stations.entrySet().stream()
                .map(e -> e.getKey() + ": "
                        + trouble.getOrDefault(e.getKey(), e.getValue().status()))
                .collect(Collectors.joining("\n"));
        return paused.isEmpty() ? lines : paused + "\n" + lines;
    }

    /** What the check of a wave gets to know. */
    static BatchReport report(String release, CourseState state, Wave wave, Map<String, Station> stations) {
        List<BatchReport.Place> places = wave.targets().stream()
                .map(target -> {
                    Station station = stations.get(target.cluster());
                    int desired = state.standing(target.cluster()).desired();
                    boolean surge = station.place().limits().surge();
                    return new BatchReport.Place(
                            target.cluster(),
                            state.spec().app() + "-" + release,
                            state.spec().app(),
                            station.canarySelector(),
                            target.to(),
                            surge ? desired : desired - target.to());
                })
                .toList();
        return new BatchReport(
                release,
                wave.batch(),
                wave.batches(),
                places,
                image(state.spec(), stations),
                state.plan().hash());
    }

    static String image(ReleaseSpec spec, Map<String, Station> stations) {
        return stations.values().stream()
                .flatMap(s -> s.place().fresh().stream())
                .findFirst()
                .map(template -> NewTemplate.image(spec.change(), template))
                .orElse(Requests.change(spec.change()));
    }
}
