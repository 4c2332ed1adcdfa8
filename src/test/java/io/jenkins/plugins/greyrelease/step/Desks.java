package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.approval.People;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.Map;

/** Approvals for tests of other packages. */
public final class Desks {
    private Desks() {}

    /** An approval and whose votes it takes. */
    public record Waiting(ApprovalRun run, People people) {}

    /** One that takes a vote of ops within the hour; not started. */
    public static Waiting waiting(Scheduler scheduler) {
        Desk desk = new Desk(scheduler);
        return new Waiting(desk.run(Map.of("message", "Go on?", "approvers", "ops", "timeout", "1h")), desk.people());
    }
}
