package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.step.ReleaseRun;
import io.jenkins.plugins.greyrelease.step.StepOutcome;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Drives one release until it ends, or until Ctrl-C: then it is left as it is, and can be gone on with. */
final class Attendance {
    private static final long LET_GO_SECONDS = 10;

    private final LiveHost host;
    private final PrintWriter out;
    private final PrintWriter err;
    private final String resume;

    /** @param resume the command that goes on with it */
    Attendance(LiveHost host, PrintWriter out, PrintWriter err, String resume) {
        this.host = host;
        this.out = out;
        this.err = err;
        this.resume = resume;
        host.listen(this::hear);
    }

    /**
     * Drives it.
     *
     * @param checked whether something follows each batch
     * @param wanted what the command wanted to come of it, in place of a success
     */
    int drive(ReleaseSpec spec, boolean checked, String wanted) {
        ReleaseRun run = new ReleaseRun(host, spec, checked);
        CompletableFuture<StepOutcome> outcome = run.start();
        try {
            return told(LiveSession.await(outcome), wanted);
        } catch (InterruptedException e) {
            return letGo(run.release());
        }
    }

    private void hear(ReleaseEvent event) {
        if (event.kind() == ReleaseEvent.Kind.PAUSED) {
            host.log("from another terminal: grey resume, promote, rollback or abort; Ctrl-C leaves it as it is");
        }
    }

    private int told(StepOutcome outcome, String wanted) {
        synchronized (out) {
            if (outcome.result().get("clusters") instanceof List<?> clusters) {
                clusters.forEach(each -> out.println("  " + line((Map<?, ?>) each)));
            }
            String reason = outcome.message();
            out.println(outcome.result().getOrDefault("outcome", "ended") + (reason.isEmpty() ? "" : ": " + reason));
            out.flush();
        }
        if (outcome.status() == Status.OPEN) {
            err.println("grey: it has not ended. Go on with: " + resume);
        } else if (outcome.status() == Status.REFUSED) {
            err.println("grey: nothing was changed: " + outcome.message());
        }
        err.flush();
        return wanted.equals(outcome.result().get("outcome")) ? ExitCodes.OK : code(outcome.status());
    }

    private static String line(Map<?, ?> cluster) {
        Object reason = cluster.get("reason");
        return cluster.get("cluster") + ": " + cluster.get("ended") + ", " + cluster.get("pods") + " pods"
                + (String.valueOf(reason).isEmpty() ? "" : ": " + reason);
    }

    static int code(Status status) {
        return switch (status) {
            case SUCCESS -> ExitCodes.OK;
            case UNSTABLE, FAILURE -> ExitCodes.FAILED;
            case ABORTED -> ExitCodes.ABORTED;
            case REFUSED -> ExitCodes.BAD_INPUT;
            case OPEN -> ExitCodes.OPEN;
        };
    }

    /** The clusters keep what they have; whoever comes next need not wait until the lease expires. */
    private int letGo(Release release) {
        host.stop();
        try {
            release.detach().get(LET_GO_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            err.println("grey: its lease could not be given back; whoever goes on with it waits until that expires");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        err.println("grey: stopped; the release is left as it is. Go on with: " + resume);
        err.flush();
        return ExitCodes.ABORTED;
    }
}
