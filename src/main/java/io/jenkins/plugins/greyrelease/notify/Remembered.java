package io.jenkins.plugins.greyrelease.notify;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The ids of notices that were heard lately. Not thread-safe. */
public final class Remembered {
    private final int most;
    private final Set<String> ids = new LinkedHashSet<>();

    /** @param most how many are kept; the oldest go first */
    public Remembered(int most) {
        this.most = most;
    }

    /** As above, with what was heard before. */
    public Remembered(int most, Collection<String> before) {
        this(most);
        before.forEach(this::add);
    }

    /** Takes one down; false if it was there. */
    public boolean add(String id) {
        boolean fresh = ids.add(id);
        if (ids.size() > most) {
            ids.remove(ids.iterator().next());
        }
        return fresh;
    }

    /** All of them, the oldest first. */
    public List<String> ids() {
        return List.copyOf(ids);
    }
}
