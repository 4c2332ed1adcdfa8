package io.jenkins.plugins.greyrelease.rehearsal.invariants;

import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.ArrayList;
import java.util.List;

/** Collects violations. The first {@value #MOST} are kept, all are counted. */
public final class Violations {
    private static final int MOST = 50;

    private final Scheduler time;
    private final List<Violation> found = new ArrayList<>();
    private int count;

    Violations(Scheduler time) {
        this.time = time;
    }

    void add(Invariant invariant, String cluster, String what) {
        count++;
        if (found.size() < MOST) {
            found.add(new Violation(invariant.name(), cluster, time.elapsed(), what));
        }
    }

    /** The first ones, in order. */
    public List<Violation> found() {
        return List.copyOf(found);
    }

    /** How many there were. */
    public int count() {
        return count;
    }
}
