package io.jenkins.plugins.greyrelease.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which repositories of a registry were seen to hold a blob: a few for each blob, the latest first, and no more blobs than
 * a process can bear; those that were asked for longest ago are forgotten first.
 *
 * <p>Thread-safe.
 */
final class Holders {
    private static final int MOST_BLOBS = 10_000;
    private static final int MOST_HOLDERS = 3;

    private final Map<Digest, List<String>> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, List<String>> eldest) {
            return size() > MOST_BLOBS;
        }
    };

    synchronized List<String> of(Digest blob) {
        return known.getOrDefault(blob, List.of());
    }

    synchronized void add(Digest blob, String repository) {
        List<String> all = new ArrayList<>(List.of(repository));
        of(blob).stream().filter(each -> !each.equals(repository)).forEach(all::add);
        known.put(blob, List.copyOf(all.subList(0, Math.min(all.size(), MOST_HOLDERS))));
    }

    synchronized void remove(Digest blob, String repository) {
        known.computeIfPresent(blob, (same, all) -> {
            List<String> others =
                    all.stream().filter(each -> !each.equals(repository)).toList();
            return others.isEmpty() ? null : others;
        });
    }
}
