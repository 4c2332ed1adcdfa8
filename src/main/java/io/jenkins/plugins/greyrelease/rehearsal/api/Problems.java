package io.jenkins.plugins.greyrelease.rehearsal.api;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with an object, collected. */
final class Problems {

    private final List<String> found = new ArrayList<>();

    void add(String field, String what) {
        found.add(field + ": " + what);
    }

    void required(String field) {
        add(field, "Required value");
    }

    /** {@code value} quoted, as the server quotes it. */
    void invalid(String field, Object value, String why) {
        add(field, "Invalid value: " + (value instanceof Number ? value : "\"" + value + "\"") + ": " + why);
    }

    /** Notes a negative number. */
    void notNegative(String field, Number value) {
        if (value != null && value.longValue() < 0) {
            invalid(field, value, "must be greater than or equal to 0");
        }
    }

    /** Refuses the call if anything is wrong. */
    void refuse(Request request) {
        if (found.size() == 1) {
            throw request.invalid(found.get(0));
        }
        if (!found.isEmpty()) {
            throw request.invalid(found.toString());
        }
    }
}
