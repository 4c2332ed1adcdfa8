package io.jenkins.plugins.greyrelease.plan;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with a set of arguments, so that it is said once and whole. Not thread-safe. */
public final class Problems {
    private final List<String> found = new ArrayList<>();

    /**
     * Notes a bad argument.
     *
     * @param parameter its name, as the user writes it
     * @param value what was given
     * @param allowed what would be right
     */
    public void bad(String parameter, Object value, String allowed) {
        found.add(parameter + ": " + (value instanceof String ? "'" + value + "'" : value) + ": " + allowed);
    }

    /** Notes anything else that is wrong, in a whole sentence. */
    public void add(String problem) {
        found.add(problem);
    }

    /** What was noted so far, in order. */
    public List<String> found() {
        return List.copyOf(found);
    }

    /** Whether nothing is wrong. */
    public boolean none() {
        return found.isEmpty();
    }

    /**
     * Speaks, if there is anything to say.
     *
     * @param what whose arguments they are, such as {@code canaryBatch}
     * @throws BadArgumentsException with all problems
     */
    public void throwIfAny(String what) {
        if (!found.isEmpty()) {
            throw new BadArgumentsException(what, found);
        }
    }
}
