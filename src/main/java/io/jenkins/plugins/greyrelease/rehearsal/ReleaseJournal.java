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
import java.util.function.BiConsumer;

/**
 * Follows the releases of a rehearsal: when each cluster began, went back and ended, and whether one stands still.
 *
 * <p>Threads: that of the simulation only.
 */
final class ReleaseJournal {
    private final RunRecorder recorder;
    private final List<Entry> running = new ArrayList<>();
    private final Set<String> standing = new TreeSet<>();
    private BatchListener onBatch = (cluster, app, batch) -> {};
    private BiConsumer<Entry, String> onStandstill = (entry, why) -> {};

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

    /** Who hears of a release that stands still until a person says something; replaces an earlier one. */
    void onStandstill(BiConsumer<Entry, String> listener) {
        onStandstill = listener;
    }

    /** The releases that are under way. */
    List<Entry> running() {
        return List.copyOf(running);
    }

    /** One release's times; give it the release's events and, at the end, its result. */
    final class Entry {
        private final ReleaseSpec spec;
        private final Release release;
        private final Map<String, String> had = new TreeMap<>();
        private final Map<String, Duration> began = new TreeMap<>();
        private final Map<String, Duration> back = new TreeMap<>();
        private final Map<String, Duration> ended = new TreeMap<>();
        private int stoodStill;

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
                case PAUSED -> {
                    standing.add(key(where));
                    stoodStill++;
                    onStandstill.accept(this, event.text());
                }
                case UNREACHABLE -> standing.add(key(where));
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

        ReleaseSpec spec() {
            return spec;
        }

        Release release() {
            return release;
        }

        /** How often a person was needed by now. */
        int stoodStill() {
            return stoodStill;
        }

        /** Whether it, or one of its clusters, stands still. */
        boolean standsStill() {
            return standing.stream().anyMatch(each -> each.startsWith(key("")));
        }

        private String key(String cluster) {
            return spec.namespace() + "/" + spec.app() + "/" + cluster;
        }

        private List<String> names(ReleaseEvent event) {
            return event.cluster().map(List::of).orElse(spec.clusters());
        }

        /** The release has ended, or this process let go of it. */
        void ended(ReleaseResult result) {
            running.remove(this);
            standing.removeIf(each -> each.startsWith(key("")));
            result.clusters().forEach(each -> recorder.trace().outcome(outcome(each, result)));
        }

        /** Each cluster may have the image from a registry of its own. */
        private String got(ReleaseResult.ClusterResult each, ReleaseResult result) {
            return each.ended() == ReleaseResult.Ended.NEW
                    ? watch(each.cluster()).map(AppWatch::images).orElse(result.image())
                    : result.image();
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
                    got(each, result),
                    took,
                    wentBack ? end.minus(back.get(name)) : null,
                    each.reason());
        }
    }

    Entry begin(ReleaseSpec spec, Release release) {
        Entry entry = new Entry(spec, release);
        running.add(entry);
        return entry;
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
        running().forEach(entry -> entry.release().detach());
    }
}
