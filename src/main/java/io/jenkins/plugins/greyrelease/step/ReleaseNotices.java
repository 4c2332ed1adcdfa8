package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.notify.Notice;
import io.jenkins.plugins.greyrelease.notify.Notice.Kind;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What of a release's events people outside of it want to know. Each has an id made of what happened and where, so that a
 * process that goes on with the release tells the same under the same id; what may happen several times has the moment in
 * it. Where a release stands still, or a cluster does not answer, that is told once, until it is over: a process that comes
 * later finds what was told in {@link NewsMemory}.
 *
 * <p>Threads: one at a time.
 */
final class ReleaseNotices {
    private final RunRef run;
    private final ReleaseSpec spec;
    private final NewsMemory memory;
    private String image = "";
    private int batches;

    ReleaseNotices(RunRef run, ReleaseSpec spec, NewsMemory memory) {
        this.run = run;
        this.spec = spec;
        this.memory = memory;
    }

    /** What is known of the batches by now. */
    void batch(String resolved, int of) {
        image = resolved;
        batches = of;
    }

    /**
     * What is to be told of an event; empty: nothing.
     *
     * @param release its id; empty before it has begun
     */
    Optional<Notice> of(String release, ReleaseEvent event) {
        return switch (event.kind()) {
            case STARTED -> {
                memory.over(Kind.UNREACHABLE.word());
                yield told(release, withoutWaves(event), Kind.STARTED, "");
            }
            case CLUSTER_STARTED -> told(release, event, Kind.CLUSTER_STARTED, "");
            case CHECK_PASSED -> told(release, event, Kind.BATCH_DONE, "");
            case CLUSTER_DONE -> told(release, event, Kind.CLUSTER_DONE, "");
            case CHECK_FAILED -> told(release, event, Kind.FAILED, "/" + event.at());
            case ROLLING_BACK -> {
                memory.over(Kind.PAUSED.word());
                yield told(release, event, Kind.ROLLING_BACK, "");
            }
            case ROLLED_BACK -> told(release, event, Kind.ROLLED_BACK, "");
            case PAUSED -> begins(release, event, Kind.PAUSED);
            case UNREACHABLE -> begins(release, event, Kind.UNREACHABLE);
            case RESUMED -> over(release, event, Kind.PAUSED, Kind.RESUMED);
            case PROMOTING -> over(release, event, Kind.PAUSED, Kind.RESUMED);
            case REACHABLE -> over(release, event, Kind.UNREACHABLE, Kind.REACHABLE);
            default -> Optional.empty();
        };
    }

    /** How it ended; empty: this process only lets go of it. */
    Optional<Notice> of(ReleaseResult result, Instant at) {
        if (result.outcome() == Outcome.OPEN) {
            return Optional.empty();
        }
        image = result.image();
        String outcome = Outcomes.word(result.outcome());
        String clusters = result.clusters().stream()
                .map(each -> each.cluster() + " " + Outcomes.word(each.ended()) + " (" + each.pods() + " pods)")
                .collect(Collectors.joining(", "));
        String text = "ended: " + outcome
                + (clusters.isEmpty() ? "" : ": " + clusters)
                + (result.reason().isEmpty() ? "" : "; " + result.reason());
        List<String> where = result.clusters().stream()
                .map(ReleaseResult.ClusterResult::cluster)
                .toList();
        String id = id(result.release(), Kind.ENDED, "", 0);
        return Optional.of(
                new Notice(id, at, Kind.ENDED, source(), subject(result.release()), where, 0, batches, outcome, text));
    }

    private Optional<Notice> told(String release, ReleaseEvent event, Kind kind, String distinct) {
        String cluster = event.cluster().orElse("");
        return Optional.of(new Notice(
                id(release, kind, cluster, event.batch()) + distinct,
                event.at(),
                kind,
                source(),
                subject(release),
                event.cluster().stream().toList(),
                event.batch(),
                event.batch() == 0 ? 0 : batches,
                "",
                event.text()));
    }

    /** The table of waves, which follows the first line, is for the log: elsewhere it is one unreadable line. */
    private static ReleaseEvent withoutWaves(ReleaseEvent event) {
        String first = event.text().lines().findFirst().orElse("");
        return new ReleaseEvent(event.at(), event.kind(), event.cluster(), event.batch(), first);
    }

    private Optional<Notice> begins(String release, ReleaseEvent event, Kind kind) {
        String since = memory.since(
                kind.word() + "/" + event.cluster().orElse(""), event.at().toString());
        return told(release, event, kind, "/" + since);
    }

    /** Without a cluster it is over everywhere. */
    private Optional<Notice> over(String release, ReleaseEvent event, Kind what, Kind kind) {
        memory.over(what.word() + "/" + event.cluster().orElse(""));
        return told(release, event, kind, "/" + event.at());
    }

    private String id(String release, Kind kind, String cluster, int batch) {
        String of = release.isEmpty() ? run.id() : release;
        return spec.namespace() + "/" + spec.app() + "/" + of + "/" + kind.word()
                + (cluster.isEmpty() ? "" : "/" + cluster)
                + (batch == 0 ? "" : "/" + batch);
    }

    private Notice.Run source() {
        return new Notice.Run(run.id(), run.url());
    }

    private Optional<Notice.Subject> subject(String release) {
        return Optional.of(new Notice.Subject(release, spec.app(), spec.namespace(), image));
    }
}
