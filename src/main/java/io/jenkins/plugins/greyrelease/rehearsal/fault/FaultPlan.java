package io.jenkins.plugins.greyrelease.rehearsal.fault;

import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec.At;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec.AtBatch;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets each fault of a rehearsal begin when its time or its batch comes, and end when it has lasted.
 *
 * <p>Threads: that of the simulation only.
 */
public final class FaultPlan {

    /** Hears of faults; for traces and the live view. */
    @FunctionalInterface
    public interface Listener {
        /** The fault began, or ended, in this cluster. */
        void fault(String cluster, FaultSpec fault, boolean begins);
    }

    private final Scheduler time;
    private final List<? extends FaultTarget> targets;
    private final Listener listener;
    private final List<FaultSpec> waiting = new ArrayList<>();
    private final List<Runnable> open = new ArrayList<>();

    /**
     * @param targets all clusters of the rehearsal
     * @param listener told at the moment of each beginning and end
     */
    public FaultPlan(Scheduler time, List<? extends FaultTarget> targets, Listener listener) {
        this.time = time;
        this.targets = List.copyOf(targets);
        this.listener = listener;
    }

    /** Takes faults up; those at a time already past, zero included, begin before this returns. */
    public void start(List<FaultSpec> faults) {
        for (FaultSpec fault : faults) {
            if (fault.when().trigger() instanceof At at) {
                Duration wait = at.time().minus(time.elapsed());
                if (wait.isNegative() || wait.isZero()) {
                    begin(fault);
                } else {
                    time.after(wait, () -> begin(fault));
                }
            } else {
                waiting.add(fault);
            }
        }
    }

    /**
     * A batch of an app's release starts in a cluster; each fault that waits for it begins, once.
     *
     * @param app {@code namespace/name}
     */
    public void batchStarted(String cluster, String app, int batch) {
        List<FaultSpec> due = waiting.stream()
                .filter(fault -> ((AtBatch) fault.when().trigger()).number() == batch)
                .filter(fault -> fault.when().cluster().map(cluster::equals).orElse(true))
                .filter(fault -> fault.app().map(app::equals).orElse(true))
                .toList();
        waiting.removeAll(due);
        due.forEach(this::begin);
    }

    /** Ends every fault that goes on and forgets those to come: after this a release must reach its end. */
    public void endAll() {
        waiting.clear();
        List.copyOf(open).forEach(Runnable::run);
    }

    /** The faults whose batch has not come. */
    public List<FaultSpec> waiting() {
        return List.copyOf(waiting);
    }

    private void begin(FaultSpec fault) {
        for (FaultTarget target : targets) {
            if (target.takes(fault)) {
                begin(fault, target);
            }
        }
    }

    private void begin(FaultSpec fault, FaultTarget target) {
        listener.fault(target.cluster(), fault, true);
        Runnable undo = target.begin(fault);
        Runnable end = new Runnable() {
            @Override
            public void run() {
                if (open.remove(this)) {
                    undo.run();
                    listener.fault(target.cluster(), fault, false);
                }
            }
        };
        open.add(end);
        fault.when().lasting().ifPresent(length -> time.after(length, end));
    }
}
