package io.jenkins.plugins.greyrelease.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is done with a ticket along a run: names or ids of transitions, or the statuses they lead to.
 *
 * @param start when the step is called
 * @param success when the run has succeeded
 * @param failure when it has ended in any other way
 */
record Transitions(Optional<String> start, Optional<String> success, Optional<String> failure) {
    private static final String NAME = "transition";
    private static final List<String> TIMES = List.of("start", "success", "failure");
    private static final Pattern TIMED = Pattern.compile("(?:start|success|failure)\\s*=.*");
    private static final Pattern NEXT = Pattern.compile("\\s*,\\s*(?=(?:start|success|failure)\\s*=)");
    private static final String ALLOWED = "must be text, or a map with some of start, success and failure, such as"
            + " [start: 'In Progress', success: 'Done', failure: 'Failed']";

    /**
     * Reads the argument; notes what is wrong with it.
     *
     * @param value text, text of a form ({@code start=In Progress, success=Done}) or a map; null: it was not given
     */
    static Transitions read(ArgumentReader reader, Object value) {
        if (value instanceof Map<?, ?> map) {
            return of(reader, map);
        }
        String text = String.valueOf(value).strip();
        if (value instanceof CharSequence && TIMED.matcher(text).matches()) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (String each : NEXT.split(text)) {
                String[] parts = each.split("=", 2);
                if (map.put(parts[0].strip(), parts[1].strip()) != null) {
                    reader.bad(NAME, "says '" + parts[0].strip() + "' twice");
                }
            }
            return of(reader, map);
        }
        return new Transitions(reader.text(NAME), Optional.empty(), Optional.empty());
    }

    private static Transitions of(ArgumentReader reader, Map<?, ?> map) {
        boolean wrong = map.isEmpty()
                || map.entrySet().stream()
                        .anyMatch(each -> !TIMES.contains(String.valueOf(each.getKey()))
                                || each.getValue() == null
                                || each.getValue().toString().isBlank()
                                || each.getValue() instanceof Map
                                || each.getValue() instanceof Iterable);
        if (wrong) {
            reader.bad(NAME, ALLOWED);
            return new Transitions(Optional.empty(), Optional.empty(), Optional.empty());
        }
        Map<String, String> texts = new LinkedHashMap<>();
        map.forEach((time, name) -> texts.put(time.toString(), name.toString().strip()));
        return new Transitions(
                Optional.ofNullable(texts.get("start")),
                Optional.ofNullable(texts.get("success")),
                Optional.ofNullable(texts.get("failure")));
    }
}
