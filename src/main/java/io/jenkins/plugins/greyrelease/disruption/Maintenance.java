package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.disruption.MaintenanceResult.Outcome;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.rollout.Claim;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.runtime.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Takes nodes out of service round by round: cordons, evicts, has the block work on them, uncordons. All that it must know
 * to go on is on the nodes ({@link NodeMark}): a process that dies is followed by one that is asked for the same. Each
 * round is planned from what is seen then; the first plan only says how many there will be.
 *
 * <p>Threads: {@link #start} is called once, the others from any thread; everything happens on an executor of its own.
 */
public final class Maintenance {
    private static final Duration GATHER = Duration.ofMillis(300);

    private final MaintenanceSpec spec;
    private final MaintenanceHooks hooks;
    private final Scheduler scheduler;
    private final Serial serial;
    private final DrainSetting setting;
    private final DrainEyes eyes;
    private final NodeWriter writer;
    private final CompletableFuture<MaintenanceResult> result = new CompletableFuture<>();
    private final List<List<String>> worked = new ArrayList<>();
    private List<String> skipped = List.of();
    private volatile String doing = "reads the cluster";
    private DrainRound round;
    private CompletableFuture<Verdict> block;
    private boolean began;
    private boolean busy;
    private boolean gathering;
    private String stoppedBy;
    private int evicted;
    private int rounds;

    /** @param scheduler clock and executor */
    public Maintenance(MaintenanceSpec spec, Cluster cluster, Scheduler scheduler, MaintenanceHooks hooks) {
        this.spec = spec;
        this.hooks = hooks;
        this.scheduler = scheduler;
        this.serial = new Serial(scheduler, this::broken);
        this.setting = new DrainSetting(
                spec.id(), cluster, scheduler, length -> "i".repeat(length), serial, hooks::log, this::look);
        this.eyes = new DrainEyes(cluster, scheduler, setting.ids(), () -> serial.execute(this::gather));
        this.writer = new NodeWriter(setting, eyes::written);
    }

    /** Does it. What goes wrong is a result; fails only through a defect of its own. */
    public CompletableFuture<MaintenanceResult> start() {
        eyes.open();
        setting.scheduler().after(spec.drainTimeout(), () -> serial.execute(this::unread));
        return result;
    }

    /** Stops it: what is cordoned by us takes pods again. The result comes when that is done. */
    public void stop(String by) {
        serial.execute(() -> {
            stoppedBy = stoppedBy == null ? by : stoppedBy;
            if (block != null) {
                block.cancel(false);
            }
            look();
        });
    }

    /** What it does now, in words; on any thread. */
    public String status() {
        return doing;
    }

    private void broken(RuntimeException defect) {
        eyes.close();
        result.completeExceptionally(defect);
    }

    private void gather() {
        if (!gathering) {
            gathering = true;
            scheduler.after(
                    GATHER,
                    () -> serial.execute(() -> {
                        gathering = false;
                        look();
                    }));
        }
    }

    private void unread() {
        if (!began && !result.isDone()) {
            end(
                    Outcome.OPEN,
                    eyes.problem().map(Throwable::getMessage).orElse("the cluster does not answer")
                            + "; nothing was touched. Run it again when the cluster can be reached");
        }
    }

    private void look() {
        if (result.isDone() || busy) {
            return;
        }
        if (!eyes.synced()) {
            eyes.problem()
                    .filter(problem -> problem.reason() == Reason.FORBIDDEN)
                    .ifPresent(problem -> end(Outcome.REFUSED, problem.getMessage()));
            if (stoppedBy != null && !result.isDone()) {
                end(Outcome.ABORTED, "stopped by " + stoppedBy + " before anything was touched");
            }
            return;
        }
        DrainSight sight = eyes.sight();
        if (!began) {
            begin(sight);
        } else if (round != null && block == null) {
            drain(sight);
        }
    }

    private void begin(DrainSight sight) {
        MaintenanceOpening opening = MaintenanceOpening.of(sight, spec, scheduler.now());
        NodeChoice choice = opening.choice();
        skipped = choice.skipped();
        if (!opening.problems().isEmpty()) {
            end(Outcome.REFUSED, String.join("\n", opening.problems()));
            return;
        }
        began = true;
        rounds = opening.plan().rounds().size();
        opening.notes().forEach(hooks::log);
        if (stoppedBy != null) {
            abort();
        } else if (choice.ended() || choice.round().isEmpty()) {
            next(choice, opening.plan());
        } else {
            cordoned(choice.round(), sight);
        }
    }

    private void next(NodeChoice choice, RoundPlan plan) {
        if (choice.ended() || choice.todo().isEmpty()) {
            List<String> through = new ArrayList<>(choice.marked());
            worked.stream()
                    .flatMap(List::stream)
                    .filter(node -> !through.contains(node))
                    .forEach(through::add);
            tidy(through);
            return;
        }
        List<String> nodes = plan.rounds().get(0);
        doing = "cordons " + nodes;
        hooks.log("round " + (worked.size() + 1) + ": cordons " + String.join(", ", nodes));
        List<String> taken = new ArrayList<>();
        mark(
                nodes,
                node -> {
                    boolean free = !NodeMark.cordoned(node) && NodeMark.on(node).isEmpty();
                    boolean ours = NodeMark.on(node)
                            .filter(mark -> mark.id().equals(spec.id()))
                            .isPresent();
                    if (free || ours) {
                        taken.add(node.getMetadata().getName());
                        return Optional.of(new NodeMark(spec.id(), NodeMark.Phase.DRAINING).put(node));
                    }
                    return Optional.empty();
                },
                () -> cordoned(taken.stream().distinct().toList(), eyes.sight()));
    }

    private void cordoned(List<String> nodes, DrainSight sight) {
        round = new DrainRound(nodes, setting);
        doing = "drains " + String.join(", ", nodes);
        for (Deployment each : sight.deployments()) {
            if (Claim.on(each).filter(claim -> claim.by().equals(spec.id())).isPresent()) {
                round.takeUp(each.getMetadata().getNamespace() + "/"
                        + each.getMetadata().getName());
            }
        }
        look();
        setting.lookAfter(spec.drainTimeout());
    }

    private void drain(DrainSight sight) {
        Optional<String> interfered = round.interfered(sight);
        boolean late = round.lasts().compareTo(spec.drainTimeout()) >= 0;
        if (stoppedBy != null || interfered.isPresent() || late) {
            round.stop();
        }
        round.look(sight);
        if (!round.quiet() && (stoppedBy != null || interfered.isPresent() || late)) {
            return;
        }
        if (stoppedBy != null) {
            abort();
        } else if (interfered.isPresent()) {
            end(Outcome.OPEN, interfered.get() + "; nothing more is touched. Run it again to begin anew with it");
        } else if (round.done(sight)) {
            work();
        } else if (late) {
            end(
                    Outcome.OPEN,
                    "the drain of " + round.nodes() + " has not ended within " + spec.drainTimeout() + ":\n"
                            + String.join("\n", round.hanging(sight))
                            + "\nThe nodes stay cordoned; see to that and run it again, or uncordon them");
        }
    }

    private void work() {
        List<String> nodes = round.nodes();
        evicted += round.evicted();
        phase(nodes, NodeMark.Phase.WORKING, () -> {
            if (stoppedBy != null) {
                abort();
                return;
            }
            doing = "works on " + String.join(", ", nodes);
            int number = worked.size() + 1;
            block = hooks.work(nodes, number, Math.max(rounds, number));
            block.whenComplete((verdict, failure) -> serial.execute(() -> worked(nodes, verdict, failure)));
        });
    }

    private void worked(List<String> nodes, Verdict verdict, Throwable failure) {
        if (stoppedBy == null && verdict instanceof Verdict.Passed) {
            worked.add(nodes);
            block = null;
            round = null;
            phase(nodes, NodeMark.Phase.DONE, this::again);
        } else if (stoppedBy != null || verdict instanceof Verdict.Aborted) {
            stoppedBy = stoppedBy != null ? stoppedBy : ((Verdict.Aborted) verdict).reason();
            abort();
        } else {
            String why = verdict instanceof Verdict.Rejected rejected ? rejected.reason() : String.valueOf(failure);
            end(
                    Outcome.FAILED,
                    "the work on " + nodes + " failed: " + why
                            + "\nThey stay cordoned; run it again to work on them again, or uncordon them");
        }
    }

    /** The next round is planned from a fresh look: the one before has moved pods. */
    private void again() {
        hooks.log("round " + worked.size() + " is through");
        busy = true;
        scheduler.after(
                GATHER,
                () -> serial.execute(() -> {
                    busy = false;
                    DrainSight sight = eyes.sight();
                    NodeChoice choice = NodeChoice.of(sight, spec, new Problems());
                    if (stoppedBy != null) {
                        abort();
                        return;
                    }
                    RoundPlan plan = RoundPlanner.plan(DrainTasks.of(sight, choice.todo(), spec.maxParallel()));
                    rounds = worked.size() + plan.rounds().size();
                    next(choice, plan);
                }));
    }

    /** All are through: the last mark goes last, so that a process that dies here is not followed by one that begins. */
    private void tidy(List<String> done) {
        if (done.isEmpty()) {
            end(Outcome.DONE, "");
            return;
        }
        String last = done.get(done.size() - 1);
        phase(List.of(last), NodeMark.Phase.ENDED, () -> unmark(done, () -> end(Outcome.DONE, "")));
    }

    private void abort() {
        block = null;
        doing = "uncordons its nodes";
        NodeChoice choice = NodeChoice.of(eyes.sight(), spec, new Problems());
        List<String> ours = new ArrayList<>(choice.marked());
        if (round != null) {
            round.nodes().stream().filter(node -> !ours.contains(node)).forEach(ours::add);
        }
        unmark(ours, () -> end(Outcome.ABORTED, "stopped by " + stoppedBy + "; " + ours + " take pods again"));
    }

    private void phase(List<String> nodes, NodeMark.Phase phase, Runnable then) {
        mark(nodes, node -> ours(node).map(mark -> new NodeMark(spec.id(), phase).put(node)), then);
    }

    private void unmark(Collection<String> nodes, Runnable then) {
        mark(nodes, node -> ours(node).map(mark -> NodeMark.off(node)), then);
    }

    private Optional<NodeMark> ours(Node node) {
        return NodeMark.on(node).filter(mark -> mark.id().equals(spec.id()));
    }

    private void mark(Collection<String> nodes, Function<Node, Optional<Node>> change, Runnable then) {
        busy = true;
        writer.write(nodes, change)
                .whenComplete((done, failure) -> serial.execute(() -> {
                    busy = false;
                    if (failure == null) {
                        then.run();
                    } else {
                        end(Outcome.OPEN, failure.getMessage() + "; run it again when that is settled");
                    }
                }));
    }

    private void end(Outcome outcome, String reason) {
        doing = "ended";
        eyes.close();
        result.complete(new MaintenanceResult(
                outcome,
                reason,
                worked,
                skipped,
                evicted + (outcome == Outcome.DONE || round == null ? 0 : round.evicted())));
    }
}
