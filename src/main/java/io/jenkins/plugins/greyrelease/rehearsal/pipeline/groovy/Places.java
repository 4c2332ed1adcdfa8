package io.jenkins.plugins.greyrelease.rehearsal.pipeline.groovy;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Position;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds places of the Jenkinsfile in stack traces. A JVM stack trace knows lines only, so our compiled scripts carry
 * the column in the upper bits of the line number.
 *
 * <p>Example: line 3, column 7 is carried as 3 + 7·2²⁰ = 7340035.
 */
public final class Places {

    private static final int LINE_BITS = 20;
    private static final int MOST_COLUMNS = (1 << (31 - LINE_BITS)) - 1;

    private final Map<String, String> shownNames = new TreeMap<>();

    /** Shows the source that is compiled as {@code file} under another name. */
    void show(String file, String as) {
        shownNames.put(file, as);
    }

    /** What messages call the source that is compiled as {@code file}. */
    public String shown(String file) {
        return shownNames.getOrDefault(file, file);
    }

    /** Line and column in one number; columns beyond 2047 become 2047. */
    static int encode(int line, int column) {
        return line <= 0 ? line : line | Math.min(Math.max(column, 0), MOST_COLUMNS) << LINE_BITS;
    }

    /** The innermost place in a source of ours. */
    public Optional<Position> innermost(List<StackTraceElement> trace) {
        return trace.stream()
                .filter(e ->
                        e.getFileName() != null && shownNames.containsKey(e.getFileName()) && e.getLineNumber() > 0)
                .findFirst()
                .map(this::decode);
    }

    /** The innermost place at which {@code failure} or, failing that, its cause was thrown. */
    public Optional<Position> of(Throwable failure) {
        Optional<Position> own = innermost(Arrays.asList(failure.getStackTrace()));
        return own.isPresent() || failure.getCause() == null ? own : of(failure.getCause());
    }

    private Position decode(StackTraceElement e) {
        int line = e.getLineNumber() & ((1 << LINE_BITS) - 1);
        return new Position(shownNames.get(e.getFileName()), line, e.getLineNumber() >>> LINE_BITS);
    }
}
