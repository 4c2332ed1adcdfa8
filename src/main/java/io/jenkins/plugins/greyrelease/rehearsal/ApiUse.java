package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.manifest.Manifests;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Call;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.rollout.BatchReport;
import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.rollout.Releases;
import io.jenkins.plugins.greyrelease.rollout.Rollouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * What one release asks of the API servers: every call through the port is counted, on simulated clusters and in virtual
 * time. Each check takes a while, as an approval does; what is asked meanwhile is counted by itself.
 *
 * @param calls all of them, in order
 * @param waited how long the checks took together, for each cluster
 */
public record ApiUse(List<Counted> calls, Duration waited) {
    public ApiUse {
        calls = List.copyOf(calls);
    }

    /** What a release is doing when it makes a call; batches are {@code batch 1} and so on. */
    public static final String PREFLIGHT = "preflight";

    /** Everything after the last check: the hand-over, and what is given back. */
    public static final String END = "end";

    /**
     * One call.
     *
     * @param phase {@link #PREFLIGHT}, {@code batch 2}, {@link #END}
     * @param waiting whether nothing but a check was under way
     */
    public record Counted(Call call, String phase, boolean waiting) {
        /** Whether it keeps a lease. */
        public boolean lease() {
            return call.kind().equals(Kind.LEASE);
        }

        /** Whether it keeps the record. */
        public boolean record() {
            return call.kind().equals(Kind.CONFIG_MAP);
        }

        /** Whether it changes what runs: Deployments, ReplicaSets, autoscalers. */
        public boolean change() {
            return call.write() && !lease() && !record();
        }
    }

    /** Calls as {@code verb kind}, with how often they were made. */
    public static Map<String, Integer> byKind(Stream<Counted> calls) {
        Map<String, Integer> counts = new TreeMap<>();
        calls.forEach(each ->
                counts.merge(each.call().verb() + " " + each.call().kind().plural(), 1, Integer::sum));
        return counts;
    }

    /**
     * Releases an app of ten pods.
     *
     * @param clusters how many
     * @param spec the release in these clusters
     * @param check how long each check takes
     */
    public static ApiUse measure(FleetSpec clusters, ReleaseSpec spec, Duration check) {
        VirtualTime time = new VirtualTime();
        Simulation simulation = new Simulation(
                clusters,
                new Manifests(List.of(), List.of(), List.of()),
                List.of(spec.namespace() + "/" + spec.app()),
                time,
                1);
        return new Run(simulation, time, check).release(spec);
    }

    /** One release. */
    private static final class Run implements ReleaseHooks {
        private final VirtualTime time;
        private final Duration check;
        private final Lifeline life = new Lifeline();
        private final Releases releases;
        private final List<Counted> counted = new ArrayList<>();
        private final Map<String, String> phases = new TreeMap<>();
        private boolean waiting;
        private int checks;

        Run(Simulation simulation, VirtualTime time, Duration check) {
            this.time = time;
            this.check = check;
            List<FleetMember> members = simulation.fleet().clusters().stream()
                    .map(SimulatedCluster::member)
                    .map(member -> new FleetMember(member.spec(), life.cluster(member.cluster())))
                    .toList();
            releases =
                    new Rollouts(() -> new Fleet(members), time, new SeededIds(new SplittableRandom(1)), "grey-bench");
        }

        ApiUse release(ReleaseSpec spec) {
            spec.clusters().forEach(cluster -> phases.put(cluster, PREFLIGHT));
            Release release = releases.start(spec, this, Releases.IfBusy.REFUSE);
            boolean ended =
                    time.runUntil(release.result()::isDone, time.elapsed().plus(Duration.ofDays(30)));
            ReleaseResult result = ended ? release.result().join() : null;
            if (result == null || result.outcome() != ReleaseResult.Outcome.RELEASED) {
                throw new IllegalStateException("the release that was to be measured did not end well: "
                        + (result == null ? "it did not end" : result.outcome() + " " + result.reason()));
            }
            count();
            return new ApiUse(counted, check.multipliedBy(checks));
        }

        /** Takes the calls in that were made since the last time. */
        private void count() {
            List<Call> all = life.calls();
            for (Call call : all.subList(counted.size(), all.size())) {
                counted.add(new Counted(call, phases.get(call.cluster()), waiting));
            }
        }

        @Override
        public CompletableFuture<Verdict> check(BatchReport batch) {
            count();
            waiting = true;
            checks++;
            CompletableFuture<Verdict> verdict = new CompletableFuture<>();
            time.after(check, () -> {
                count();
                waiting = false;
                if (batch.batch() == batch.batches()) {
                    batch.places().forEach(place -> phases.put(place.cluster(), END));
                }
                verdict.complete(new Verdict.Passed());
            });
            return verdict;
        }

        @Override
        public void event(ReleaseEvent event) {
            if (event.kind() == ReleaseEvent.Kind.BATCH_STARTED) {
                count();
                phases.put(event.cluster().orElseThrow(), "batch " + event.batch());
            }
        }
    }
}
