package io.jenkins.plugins.greyrelease.plan;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The size of one batch, as the user wrote it. */
public sealed interface BatchSize {

    /** What {@link #parse} takes, for messages. */
    String ALLOWED = "a number of pods from 1, a percentage from '1%' to '100%', or 'rest'";

    /**
     * So many pods.
     *
     * @param count 1 or more
     */
    record Pods(int count) implements BatchSize {
        public Pods {
            if (count < 1) {
                throw new IllegalArgumentException(count + " pods are no batch; allowed is " + ALLOWED);
            }
        }

        @Override
        public String toString() {
            return Integer.toString(count);
        }
    }

    /**
     * So many hundredths of the total. It is the batch's own size, not what is reached with it: five times 20 %, not
     * 20, 40, 60, 80, 100.
     *
     * @param percent 1 to 100
     */
    record Percent(int percent) implements BatchSize {
        public Percent {
            if (percent < 1 || percent > 100) {
                throw new IllegalArgumentException(percent + "% is no batch; allowed is " + ALLOWED);
            }
        }

        @Override
        public String toString() {
            return percent + "%";
        }
    }

    /** All that earlier batches left. */
    record Rest() implements BatchSize {
        @Override
        public String toString() {
            return "rest";
        }
    }

    /**
     * Reads a size as a Jenkinsfile or a command line has it: {@code 3}, {@code '3'}, {@code '50%'}, {@code 'rest'}.
     *
     * @param value a whole number or text
     * @throws IllegalArgumentException for anything else, {@code 1.4} and {@code 0} among it; the message says what is
     *     allowed
     */
    static BatchSize parse(Object value) {
        String text = String.valueOf(value).strip();
        if (value instanceof BatchSize size) {
            return size;
        }
        if (text.equalsIgnoreCase("rest")) {
            return new Rest();
        }
        Matcher number = Pattern.compile("(\\d{1,9}) ?(%?)").matcher(text);
        boolean whole = value instanceof CharSequence
                || value instanceof Integer
                || value instanceof Long
                || value instanceof BigDecimal;
        if (!whole || !number.matches()) {
            throw new IllegalArgumentException(text + " is no batch; allowed is " + ALLOWED);
        }
        int count = Integer.parseInt(number.group(1));
        return number.group(2).isEmpty() ? new Pods(count) : new Percent(count);
    }
}
