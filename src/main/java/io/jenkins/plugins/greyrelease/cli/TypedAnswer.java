package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate.Decision;
import java.util.Locale;
import java.util.Map;

/**
 * A line that answers a question: {@code y} or anything else, and after it a comment, such as {@code n wrong day}.
 *
 * @param yes or no
 * @param comment may be empty
 */
record TypedAnswer(boolean yes, String comment) {

    /** @param line null: there is no more input, which is a no */
    static TypedAnswer of(String line) {
        String[] words = line == null ? new String[] {""} : line.strip().split("\\s+", 2);
        return new TypedAnswer(words[0].toLowerCase(Locale.ROOT).startsWith("y"), words.length > 1 ? words[1] : "");
    }

    Decision decision(String person, Map<String, Object> defaults) {
        return (yes ? Decision.yes(person, defaults) : Decision.no(person)).saying(comment);
    }
}
