package io.jenkins.plugins.greyrelease.jenkins.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** What people type into forms, made regular. */
final class Texts {
    private Texts() {}

    /** Without blanks around it; null if nothing is left. */
    static String orNull(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** The words of a text, with commas or blanks between them. */
    static List<String> words(String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split("[,\\s]+"))
                        .filter(word -> !word.isEmpty())
                        .toList();
    }

    /** The words of all texts; a form sends a list in one text. */
    static List<String> words(Collection<String> texts) {
        return texts == null
                ? List.of()
                : texts.stream().flatMap(text -> words(text).stream()).toList();
    }
}
