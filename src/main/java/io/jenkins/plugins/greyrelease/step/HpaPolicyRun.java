package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.autoscale.HpaPolicy;
import io.jenkins.plugins.greyrelease.autoscale.HpaSurroundings;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * {@code hpaPolicy}: writes the autoscaler of an app in every cluster, after all of them were found to take it. Running it
 * again does what is left to do, which is nothing if all is as wanted.
 *
 * <p>Threads: as {@link Host} says.
 */
final class HpaPolicyRun implements ErrandRun {
    /** Looks after a write that lost a race, before it is given up. */
    private static final int MOST_LOOKS = 5;

    private final Host host;
    private final HpaPolicyArgs args;
    private final HpaPolicy policy;
    private final Map<String, HpaWrite> writes = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<Map<String, Object>> done = new ArrayList<>();
    private final List<FleetMember> members;
    private volatile String status = "about to begin";
    private volatile String stoppedBy;

    /**
     * Does nothing before {@link #start}.
     *
     * @param members the clusters, in order, at least one
     */
    HpaPolicyRun(Host host, HpaPolicyArgs args, List<FleetMember> members) {
        this.host = host;
        this.members = List.copyOf(members);
        this.args = args;
        this.policy = args.policy();
    }

    @Override
    public CompletableFuture<StepOutcome> start() {
        status = "looks at " + names();
        List<CompletableFuture<Void>> looks = members.stream()
                .map(member -> look(member).handle((write, failure) -> seen(member, write, failure)))
                .toList();
        return CompletableFuture.allOf(looks.toArray(new CompletableFuture<?>[0]))
                .thenCompose(all -> decide());
    }

    @Override
    public void stop(String by) {
        stoppedBy = by;
    }

    @Override
    public String status() {
        return status;
    }

    private String names() {
        return members.size() == 1 ? members.get(0).name() : members.size() + " clusters";
    }

    private CompletableFuture<HpaWrite> look(FleetMember member) {
        return new HpaSurvey(member.cluster(), policy.namespace())
                .of(policy.app())
                .thenCompose(seen -> judge(member, seen));
    }

    private CompletableFuture<HpaWrite> judge(FleetMember member, HpaSurroundings seen) {
        List<String> conflicts = seen.conflicts(policy);
        return conflicts.isEmpty()
                ? HpaWrite.of(member.cluster(), policy, seen)
                : CompletableFuture.failedFuture(new RefusedException(String.join("; ", conflicts)));
    }

    private synchronized Void seen(FleetMember member, HpaWrite write, Throwable failure) {
        if (failure == null) {
            writes.put(member.name(), write);
        } else {
            problems.add(inCluster(member, Failures.cause(failure)));
        }
        return null;
    }

    /** A call that failed says by itself where. */
    private static String inCluster(FleetMember member, Throwable cause) {
        return cause instanceof KubeException
                ? cause.getMessage()
                : "cluster " + member.name() + ": " + cause.getMessage();
    }

    private CompletableFuture<StepOutcome> decide() {
        if (!problems.isEmpty()) {
            problems.sort(null);
            return CompletableFuture.completedFuture(
                    new StepOutcome(Status.REFUSED, "nothing was changed: " + String.join("\n  ", problems), result()));
        }
        members.forEach(member -> told(member.name(), writes.get(member.name())));
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (FleetMember member : members) {
            all = all.thenCompose(before -> write(member, writes.get(member.name()), 1));
        }
        return all.handle((nothing, failure) -> failure == null ? ended() : failed(Failures.cause(failure)));
    }

    private StepOutcome ended() {
        return stoppedBy == null
                ? new StepOutcome(Status.SUCCESS, "", result())
                : new StepOutcome(Status.ABORTED, "stopped by " + stoppedBy + "; " + sofar(), result());
    }

    private String sofar() {
        List<String> names =
                done.stream().map(each -> (String) each.get("cluster")).toList();
        return "done by then: " + (names.isEmpty() ? "none" : String.join(", ", names))
                + ". Running hpaPolicy again does the rest";
    }

    private void told(String cluster, HpaWrite write) {
        String what = write.changes().isEmpty() ? "is as wanted" : args.dryRun() ? "would change" : "changes";
        host.log("[" + cluster + "] autoscaler of " + policy.app() + " " + what);
        write.changes().forEach(line -> host.log("[" + cluster + "]   " + line));
        write.remarks().forEach(line -> host.log("[" + cluster + "] " + line));
    }

    private CompletableFuture<Void> write(FleetMember member, HpaWrite write, int look) {
        if (stoppedBy != null) {
            return CompletableFuture.completedFuture(null);
        }
        status = "writes the autoscaler in " + member.name();
        if (args.dryRun() || write.changes().isEmpty()) {
            ended(member, write);
            return CompletableFuture.completedFuture(null);
        }
        return write.write(member.cluster())
                .thenAccept(written -> ended(member, write))
                .exceptionallyCompose(failure -> again(member, look, Failures.cause(failure)));
    }

    /** Somebody was faster, or nobody knows whether it was done: look again, decide again. */
    private CompletableFuture<Void> again(FleetMember member, int look, Throwable cause) {
        if (!(cause instanceof KubeException kube) || !mayPass(kube) || look == MOST_LOOKS) {
            return CompletableFuture.failedFuture(new IllegalStateException(inCluster(member, cause), cause));
        }
        CompletableFuture<Void> waited = new CompletableFuture<>();
        host.scheduler().after(pause(kube, look), () -> waited.complete(null));
        return waited.thenCompose(now -> look(member)).thenCompose(fresh -> write(member, fresh, look + 1));
    }

    private static boolean mayPass(KubeException cause) {
        return cause.passing() || cause.reason() == Reason.ALREADY_EXISTS || cause.reason() == Reason.NOT_FOUND;
    }

    private static Duration pause(KubeException cause, int look) {
        return cause.status() == 409 ? Duration.ZERO : cause.retryAfter().orElse(Duration.ofSeconds(2L * look));
    }

    private void ended(FleetMember member, HpaWrite write) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("cluster", member.name());
        one.put("action", write.action());
        one.put("changes", write.changes());
        one.put("remarks", write.remarks());
        done.add(one);
    }

    private StepOutcome failed(Throwable cause) {
        return new StepOutcome(Status.FAILURE, cause.getMessage() + "; " + sofar(), result());
    }

    private Map<String, Object> result() {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("app", policy.app());
        result.put("namespace", policy.namespace());
        result.put("dryRun", args.dryRun());
        result.put("clusters", List.copyOf(done));
        return result;
    }
}
