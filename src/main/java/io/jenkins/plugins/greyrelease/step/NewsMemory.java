package io.jenkins.plugins.greyrelease.step;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Which states of a release were told and are not over, and since when: where it stands still, which cluster does not
 * answer. Told again, by this process or the next, it is the same news.
 *
 * <p>Threads: one at a time.
 */
public final class NewsMemory {
    private final TreeMap<String, String> open;
    private final Consumer<Map<String, String>> kept;

    /**
     * @param open what the process before has left, from state to moment
     * @param kept takes all of it whenever it changes
     */
    public NewsMemory(Map<String, String> open, Consumer<Map<String, String>> kept) {
        this.open = new TreeMap<>(open);
        this.kept = kept;
    }

    /** One that ends with its process. */
    public static NewsMemory ofThisProcess() {
        return new NewsMemory(Map.of(), all -> {});
    }

    /** Since when a state lasts: since now, if it has not before. */
    String since(String state, String now) {
        String before = open.putIfAbsent(state, now);
        if (before == null) {
            kept.accept(new TreeMap<>(open));
        }
        return before == null ? now : before;
    }

    /** All states that begin like this are over. */
    void over(String states) {
        if (open.keySet().removeIf(state -> state.startsWith(states))) {
            kept.accept(new TreeMap<>(open));
        }
    }
}
