package io.jenkins.plugins.greyrelease.disruption;

import io.jenkins.plugins.greyrelease.disruption.MaintenanceResult.Outcome;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.runtime.Serial;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Takes nodes out of service round by round: cordons, evicts, has the block work on them, uncordons. All that it must know
 * to go on is on the nodes ({@link NodeMark}): a process that dies is followed by one that is asked for the same. Each
 * round is planned from what is seen then; the first plan only says how many there will be.
 *
 * <p>Threads: {@link #start} is called once, the others from any thread; everything happens on an executor of its own.
 */
public final class Maintenance {
    /** So long what has changed takes to be seen everywhere. */
    private static final Duration SETTLE = Duration.ofMillis(300);

    private static final Duration GIVE_UP = Duration.ofSeconds(5);

    private final MaintenanceSpec spec;
    private final MaintenanceHooks hooks;
    private final Scheduler scheduler;
    private final Serial serial;
    private final DrainSetting setting;
    private final DrainLease lease;
    private final DrainEyes eyes;
    private final NodeWriter writer;
    private final CompletableFuture<MaintenanceResult> result = new CompletableFuture<>();
    private final MaintenanceTally tally = new MaintenanceTally();
    private volatile String doing = "reads the cluster";
    private DrainRound round;
    private CompletableFuture<Verdict> block;
    private boolean began;
    private boolean busy;
    private boolean ending;
    private String stoppedBy;

    /** @param ids names this process */
    public Maintenance(MaintenanceSpec spec, Cluster cluster, Scheduler scheduler, Ids ids, MaintenanceHooks hooks) {
        this.spec = spec;
        this.hooks = hooks;
        this.scheduler = scheduler;
        this.serial = new Serial(scheduler, this::broken);
        this.lease = new DrainLease(cluster, spec.id(), scheduler, ids, serial);
        this.setting = new DrainSetting(spec.id(), cluster, scheduler, ids, serial, lease, hooks::log, this::look);
        this.eyes = new DrainEyes(cluster, scheduler, ids, () -> serial.execute(this::look));
        this.writer = new NodeWriter(setting, eyes::written);
    }

    /** Does it. What goes wrong is a result; fails only through a defect of its own. */
    public CompletableFuture<MaintenanceResult> start() {
        eyes.open();
        serial.execute(() -> lease.acquire(this::look));
        scheduler.after(spec.drainTimeout(), () -> serial.execute(this::unread));
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

    private void unread() {
        if (!began && !result.isDone()) {
            String why = eyes.problem().map(Throwable::getMessage).orElse(doing);
            end(Outcome.OPEN, why + "; nothing was touched. Run it again when that has ended");
        }
    }

    private void look() {
        if (result.isDone() || ending) {
            return;
        }
        if (lease.lost()) {
            end(Outcome.OPEN, "this process was cut off for so long that " + lease.other() + " goes on with it");
        } else if (!busy && (!eyes.synced() || !lease.fresh())) {
            hold();
        } else if (!busy) {
            act();
        }
    }

    /** Nothing may be done yet, or for now. */
    private void hold() {
        Optional<KubeException> forbidden = eyes.forbidden().or(lease::forbidden);
        if (!began && forbidden.isPresent()) {
            end(Outcome.REFUSED, forbidden.get().getMessage());
        } else if (!began && stoppedBy != null) {
            end(Outcome.ABORTED, "stopped by " + stoppedBy + " before anything was touched");
        } else if (!began && !lease.other().isEmpty() && !doing.contains(lease.other())) {
            doing = "waits for " + lease.other() + ", which drains the same nodes";
            hooks.log(doing);
        }
    }

    private void act() {
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
        tally.left(choice, opening.plan());
        if (!opening.problems().isEmpty()) {
            end(Outcome.REFUSED, String.join("\n", opening.problems()));
            return;
        }
        began = true;
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
            tidy(choice.marked(tally.through()));
            return;
        }
        List<String> nodes = plan.rounds().get(0).stream().sorted().toList();
        doing = "cordons " + nodes;
        tally.begin();
        hooks.log("round " + tally.number() + " of " + tally.rounds() + ": cordons " + String.join(", ", nodes));
        after(writer.take(nodes, tally.number()), taken -> {
            if (taken.isEmpty()) {
                // somebody else has cordoned all of them since they were looked at
                again();
            } else {
                cordoned(taken, eyes.sight());
            }
        });
    }

    private void cordoned(List<String> nodes, DrainSight sight) {
        round = new DrainRound(nodes, setting);
        doing = "drains " + String.join(", ", nodes);
        round.takeUpClaims(sight);
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
            end(Outcome.OPEN, round.late(sight, spec.drainTimeout()));
        }
    }

    private void work() {
        List<String> nodes = round.nodes();
        after(writer.phase(nodes, NodeMark.Phase.WORKING), done -> {
            if (stoppedBy != null) {
                abort();
                return;
            }
            doing = "works on " + String.join(", ", nodes);
            block = hooks.work(nodes, tally.number(), tally.rounds());
            block.whenComplete((verdict, failure) -> serial.execute(() -> worked(nodes, verdict, failure)));
        });
    }

    private void worked(List<String> nodes, Verdict verdict, Throwable failure) {
        if (ending) {
            return;
        }
        if (stoppedBy == null && verdict instanceof Verdict.Passed) {
            tally.worked(round);
            block = null;
            round = null;
            hooks.log("round " + tally.number() + " is through");
            after(writer.phase(nodes, NodeMark.Phase.DONE), done -> again());
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
        busy = true;
        scheduler.after(
                SETTLE,
                () -> serial.execute(() -> {
                    busy = false;
                    DrainSight sight = eyes.sight();
                    NodeChoice choice =
                            NodeChoice.of(sight, spec, new Problems()).without(tally.through());
                    if (stoppedBy != null) {
                        abort();
                        return;
                    }
                    RoundPlan plan = RoundPlanner.plan(DrainTasks.of(sight, choice.todo(), spec.maxParallel()));
                    tally.left(choice, plan);
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
        after(
                writer.phase(List.of(last), NodeMark.Phase.ENDED),
                noted -> after(writer.release(done), released -> end(Outcome.DONE, "")));
    }

    private void abort() {
        block = null;
        doing = "uncordons its nodes";
        NodeChoice choice = NodeChoice.of(eyes.sight(), spec, new Problems());
        List<String> ours = choice.marked(round == null ? List.of() : round.nodes());
        after(
                writer.release(ours),
                done -> end(Outcome.ABORTED, "stopped by " + stoppedBy + "; " + ours + " take pods again"));
    }

    /** Goes on when that is written; nothing else is begun before. */
    private <T> void after(CompletableFuture<T> writing, Consumer<T> then) {
        busy = true;
        writing.whenComplete((written, failure) -> serial.execute(() -> {
            busy = false;
            if (failure == null) {
                then.accept(written);
            } else {
                end(Outcome.OPEN, Evictor.cause(failure).getMessage() + "; run it again when that is settled");
            }
        }));
    }

    private void end(Outcome outcome, String reason) {
        doing = "ended";
        ending = true;
        eyes.close();
        if (block != null) {
            block.cancel(false);
        }
        MaintenanceResult ended = tally.result(outcome, reason, round);
        // a lease that cannot be given up expires
        scheduler.after(GIVE_UP, () -> result.complete(ended));
        lease.giveUp().thenRun(() -> result.complete(ended));
    }
}
