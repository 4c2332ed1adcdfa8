package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.rehearsal.trace.ClusterOutcome;
import io.jenkins.plugins.greyrelease.rehearsal.trace.ClusterOutcome.Result;
import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Follows the releases of a rehearsal: when each cluster began, went back and ended, and whether one stands still.
 *
 * <p>Threads: that of the simulation only.
 */
final class ReleaseJournal {
    private final RunRecorder recorder;
    private final List<Release> running = new ArrayList<>();
    private final Set<String> standing = new TreeSet<>();
    private BatchListener onBatch = (cluster, app, batch) -> {};

    ReleaseJournal(RunRecorder recorder) {
        this.recorder = recorder;
    }

    /** Who hears of the start of a batch in a cluster; replaces an earlier one. */
    void onBatch(BatchListener listener) {
        onBatch = listener;
    }

    /** Hears of the start of a batch of an app, {@code namespace/name}. */
    interface BatchListener {
        void started(String cluster, String app, int batch);
    }

    /** One release's times; give it the release's events and, at the end, its result. */
    final class Entry {
        private final ReleaseSpec spec;
        private final Release release;
        private final Map<String, String> had = new TreeMap<>();
        private final Map<String, Duration> began = new TreeMap<>();
        private final Map<String, Duration> back = new TreeMap<>();
        private final Map<String, Duration> ended = new TreeMap<>();

        private Entry(ReleaseSpec spec, Release release) {
            this.spec = spec;
            this.release = release;
            spec.clusters().forEach(name -> watch(name).ifPresent(watch -> had.put(name, watch.images())));
        }

        void event(ReleaseEvent event) {
            recorder.event(event);
            String where = event.cluster().orElse("");
            switch (event.kind()) {
                case STARTED -> spec.clusters().forEach(name -> watch(name).ifPresent(AppWatch::released));
                case PAUSED, UNREACHABLE -> standing.add(key(where));
                case RESUMED, REACHABLE, PROMOTING -> standing.remove(key(where));
                case ROLLING_BACK -> {
                    standing.remove(key(where));
                    names(event).forEach(name -> back.putIfAbsent(name, recorder.at()));
                }
                case CLUSTER_STARTED -> names(event).forEach(name -> began.putIfAbsent(name, recorder.at()));
                case BATCH_STARTED ->
                    names(event).forEach(name -> {
                        began.putIfAbsent(name, recorder.at());
                        onBatch.started(name, spec.namespace() + "/" + spec.app(), event.batch());
                    });
                case ROLLED_BACK, CLUSTER_DONE -> names(event).forEach(name -> ended.put(name, recorder.at()));
                default -> {
                    // the other kinds move no cluster from one state to another
                }
            }
        }

        private Optional<AppWatch> watch(String cluster) {
            return recorder.watchOf(cluster, spec.namespace(), spec.app());
        }

        private String key(String cluster) {
            return spec.namespace() + "/" + spec.app() + "/" + cluster;
        }

        private List<String> names(ReleaseEvent event) {
            return event.cluster().map(List::of).orElse(spec.clusters());
        }

        /** The release has ended, or this process let go of it. */
        void ended(ReleaseResult result) {
            running.remove(release);
            standing.removeIf(each -> each.startsWith(key("")));
            result.clusters().forEach(each -> recorder.trace().outcome(outcome(each, result)));
        }

        private ClusterOutcome outcome(ReleaseResult.ClusterResult each, ReleaseResult result) {
            String name = each.cluster();
            Duration end = ended.getOrDefault(name, recorder.at());
            Duration took = began.containsKey(name) ? end.minus(began.get(name)) : Duration.ZERO;
            boolean wentBack = each.ended() == ReleaseResult.Ended.OLD && back.containsKey(name);
            return new ClusterOutcome(
                    name,
                    watch(name).map(AppWatch::title).orElse(spec.app()),
                    result(each.ended()),
                    had.getOrDefault(name, ""),
                    result.image(),
                    took,
                    wentBack ? end.minus(back.get(name)) : null,
                    each.reason());
        }
    }

    Entry begin(ReleaseSpec spec, Release release) {
        running.add(release);
        return new Entry(spec, release);
    }

    private static Result result(ReleaseResult.Ended ended) {
        return switch (ended) {
            case NEW -> Result.RELEASED;
            case OLD -> Result.ROLLED_BACK;
            case UNTOUCHED -> Result.UNCHANGED;
            case PAUSED -> Result.PAUSED;
            case UNREACHABLE -> Result.UNREACHABLE;
        };
    }

    /** Whether a release waits for a person or for a cluster that is away. */
    boolean standsStill() {
        return !standing.isEmpty();
    }

    /** Lets go of every release: what is open stays open. */
    void letGo() {
        List.copyOf(running).forEach(Release::detach);
    }
}
