package io.jenkins.plugins.greyrelease.sonar;

import java.util.List;

/**
 * What the server says of a quality gate.
 *
 * @param status of the gate as a whole
 * @param conditions all that were looked at, in the server's order
 */
public record Gate(Status status, List<Condition> conditions) {

    /** How a gate, or one of its conditions, stands. */
    public enum Status {
        OK,
        /** Only servers before 7.6 have it. */
        WARN,
        ERROR,
        /** There is no gate, or nothing was analysed yet. */
        NONE
    }

    public Gate {
        conditions = List.copyOf(conditions);
    }

    /** The conditions that are not met. */
    public List<Condition> failed() {
        return conditions.stream()
                .filter(each -> each.status == Status.ERROR || each.status == Status.WARN)
                .toList();
    }

    /**
     * One condition.
     *
     * @param metric its key, such as {@code new_coverage}
     * @param comparator what makes it fail: {@code LT}, {@code GT}, {@code EQ} or {@code NE}
     * @param actual the value that was found; empty: none
     * @param threshold the value that it is compared with
     */
    public record Condition(String metric, Status status, String comparator, String actual, String threshold) {

        /** Such as {@code new_coverage is 61.5, less than 80}. */
        public String words() {
            String how =
                    switch (comparator) {
                        case "LT" -> "less than ";
                        case "GT" -> "greater than ";
                        case "EQ" -> "which is ";
                        case "NE" -> "not ";
                        default -> comparator + " ";
                    };
            return metric + " is " + (actual.isEmpty() ? "not known" : actual) + ", " + how + threshold;
        }
    }
}
