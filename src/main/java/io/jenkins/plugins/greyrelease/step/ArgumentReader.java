package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.plan.BatchSize;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.runtime.Durations;
import io.jenkins.plugins.greyrelease.runtime.Names;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The arguments of one call of a step, read one by one. What is wrong is noted and reading goes on, so that one error
 * says everything. A null counts as not given.
 */
final class ArgumentReader {
    private static final Pattern AMOUNT = Pattern.compile("\\d{1,6}|\\d{1,3}%");
    private static final int MOST_BATCHES = 100;

    private final StepSpec spec;
    private final Map<String, Object> given;
    private final Problems problems = new Problems();

    /** Notes unknown names and what is missing. */
    ArgumentReader(StepSpec spec, Map<String, Object> given) {
        this.spec = spec;
        this.given = given;
        given.keySet().stream().filter(n -> !spec.names().contains(n)).forEach(this::unknown);
        spec.parameters().stream()
                .filter(p -> p.required() && !has(p.name()))
                .forEach(
                        p -> problems.add(p.name() + ": is missing; " + p.type().words() + " is needed"));
    }

    private void unknown(String name) {
        problems.add("no parameter '" + name + "'" + Names.hint(name, spec.names()) + " (known: "
                + String.join(", ", spec.names()) + ")");
    }

    /** Whether it was given, rightly or not. */
    boolean has(String name) {
        Object value = given.get(name);
        return value != null
                && !(value instanceof CharSequence text && text.toString().isBlank());
    }

    /** Notes that an argument is wrong. */
    void bad(String name, String allowed) {
        problems.bad(name, given.get(name), allowed);
    }

    /** Notes something that is wrong with several arguments together. */
    void problem(String sentence) {
        problems.add(sentence);
    }

    /**
     * Speaks, if there is anything to say.
     *
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException with all problems
     */
    void end() {
        problems.throwIfAny(spec.name());
    }

    /** Text; a number counts as its digits. */
    Optional<String> text(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        Object value = given.get(name);
        if (value instanceof CharSequence || isWhole(value)) {
            return Optional.of(value.toString().strip());
        }
        bad(name, "must be text");
        return Optional.empty();
    }

    /** Text of a form; empty text if it is missing. */
    String text(String name, String otherwise, Pattern form, String allowed) {
        Optional<String> text = text(name);
        text.filter(t -> !form.matcher(t).matches()).ifPresent(t -> bad(name, allowed));
        return text.orElse(otherwise);
    }

    /** A list of texts; one text alone is a list of one. */
    List<String> texts(String name) {
        if (!(given.get(name) instanceof Collection<?> many)) {
            return text(name).stream().toList();
        }
        List<String> texts = new ArrayList<>();
        for (Object each : many) {
            if (each instanceof CharSequence text && !text.toString().isBlank()) {
                texts.add(text.toString().strip());
            } else {
                bad(name, "must be a list of texts, " + shown(each) + " is none");
            }
        }
        if (many.isEmpty()) {
            bad(name, "is empty; name at least one, or leave it out");
        }
        return texts;
    }

    /** A whole number within bounds. */
    int integer(String name, int otherwise, int least, int most) {
        if (!has(name)) {
            return otherwise;
        }
        String digits = given.get(name).toString().strip();
        boolean whole = isWhole(given.get(name)) || given.get(name) instanceof CharSequence;
        if (whole && digits.matches("-?\\d{1,9}")) {
            int number = Integer.parseInt(digits);
            if (number >= least && number <= most) {
                return number;
            }
        }
        bad(name, "must be a whole number from " + least + (most == Integer.MAX_VALUE ? "" : " to " + most));
        return otherwise;
    }

    /** A decimal number within bounds, also as text. */
    double decimal(String name, double otherwise, double least, double most) {
        if (!has(name)) {
            return otherwise;
        }
        String text = given.get(name).toString().strip();
        boolean number = given.get(name) instanceof Number || given.get(name) instanceof CharSequence;
        if (number && text.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            double value = Double.parseDouble(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        bad(name, "must be a number from " + least + " to " + most);
        return otherwise;
    }

    /** True or false, also as text. */
    boolean flag(String name) {
        if (!has(name)) {
            return false;
        }
        String text = given.get(name).toString().strip().toLowerCase(Locale.ROOT);
        if (!text.equals("true") && !text.equals("false")) {
            bad(name, "must be true or false");
        }
        return text.equals("true");
    }

    /** A duration. */
    Optional<Duration> duration(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Durations.parse(given.get(name)));
        } catch (IllegalArgumentException e) {
            bad(name, "must be " + Durations.ALLOWED);
            return Optional.empty();
        }
    }

    /** A count of pods or a percentage, as Kubernetes takes it. */
    Optional<String> amount(String name) {
        Object value = given.get(name);
        Optional<String> text = has(name) ? Optional.of(value.toString().strip()) : Optional.empty();
        if (text.isPresent() && !AMOUNT.matcher(text.get()).matches()) {
            bad(name, "must be a number of pods from 0, or a percentage such as '25%'");
            return Optional.empty();
        }
        return text;
    }

    /** One of an enum's words, letter case aside. */
    <E extends Enum<E>> E choice(String name, E otherwise, List<E> allowed) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        for (E each : allowed) {
            if (each.name().equalsIgnoreCase(text.get())) {
                return each;
            }
        }
        List<String> words =
                allowed.stream().map(e -> e.name().toLowerCase(Locale.ROOT)).toList();
        bad(
                name,
                "must be " + words.stream().map(w -> "'" + w + "'").collect(Collectors.joining(" or "))
                        + Names.hint(text.get(), words));
        return otherwise;
    }

    /** Some of an enum's words, letter case aside; one alone is a list of one. */
    <E extends Enum<E>> List<E> choices(String name, List<E> otherwise, List<E> allowed) {
        if (!has(name)) {
            return otherwise;
        }
        List<String> words =
                allowed.stream().map(e -> e.name().toLowerCase(Locale.ROOT)).toList();
        List<E> chosen = new ArrayList<>();
        for (String text : texts(name)) {
            int index = words.indexOf(text.toLowerCase(Locale.ROOT));
            if (index < 0) {
                bad(name, "'" + text + "' is none of " + String.join(", ", words) + Names.hint(text, words));
            } else {
                chosen.add(allowed.get(index));
            }
        }
        return chosen;
    }

    /** Batch sizes: a list, or text with commas. */
    List<BatchSize> batches(String name, List<BatchSize> otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        Object value = given.get(name);
        Collection<?> many = value instanceof Collection<?> list
                ? list
                : Arrays.asList(value.toString().split(",", -1));
        List<BatchSize> sizes = new ArrayList<>();
        for (Object each : many) {
            try {
                sizes.add(BatchSize.parse(each));
            } catch (IllegalArgumentException e) {
                bad(name, e.getMessage());
            }
        }
        if (many.isEmpty() || many.size() > MOST_BATCHES) {
            bad(name, "must be a list of 1 to " + MOST_BATCHES + " sizes, such as [1, '25%', 'rest']");
        }
        if (sizes.indexOf(new BatchSize.Rest()) >= 0 && sizes.indexOf(new BatchSize.Rest()) < sizes.size() - 1) {
            bad(name, "'rest' must be the last batch: nothing is left after it");
        }
        return sizes;
    }

    private static boolean isWhole(Object value) {
        return value instanceof Integer || value instanceof Long || value instanceof BigInteger;
    }

    private static String shown(Object value) {
        return value instanceof CharSequence ? "'" + value + "'" : String.valueOf(value);
    }
}
