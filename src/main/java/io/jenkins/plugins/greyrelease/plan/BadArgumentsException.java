package io.jenkins.plugins.greyrelease.plan;

import java.util.List;

/** Arguments that were refused before anything changed; the message lists every problem. */
public final class BadArgumentsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /**
     * @param what whose arguments they are
     * @param problems at least one
     */
    public BadArgumentsException(String what, List<String> problems) {
        super(
                problems.size() == 1
                        ? what + ": " + problems.get(0)
                        : what + ": " + problems.size() + " problems\n  - " + String.join("\n  - ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Each problem by itself. */
    public List<String> problems() {
        return problems;
    }
}
