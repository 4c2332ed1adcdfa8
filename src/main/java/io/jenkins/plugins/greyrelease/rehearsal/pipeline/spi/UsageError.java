package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Jenkinsfile that is wrong in itself: an unknown step or parameter, a value of the wrong type, a syntax error. An
 * error, so that {@code catch (Exception e)} and {@code catchError} do not hide it, as in Jenkins. The message holds
 * the position.
 */
public final class UsageError extends Error {

    private final transient Position position;

    /**
     * A mistake at a place.
     *
     * @param problem one sentence: what is wrong and what is allowed
     */
    public UsageError(Position position, String problem) {
        super(position + ": " + problem);
        this.position = position;
    }

    private UsageError(Position position, List<UsageError> all) {
        super(all.stream().map(Throwable::getMessage).collect(Collectors.joining("\n")));
        this.position = position;
    }

    /** Several mistakes in one, a line each, in the order of their lines. */
    public static UsageError all(List<UsageError> mistakes) {
        List<UsageError> sorted = mistakes.stream()
                .sorted(Comparator.comparingInt((UsageError e) -> e.position.line())
                        .thenComparingInt(e -> e.position.column()))
                .toList();
        return new UsageError(sorted.get(0).position, sorted);
    }

    /** The place of the (first) mistake. */
    public Position position() {
        return position;
    }
}
