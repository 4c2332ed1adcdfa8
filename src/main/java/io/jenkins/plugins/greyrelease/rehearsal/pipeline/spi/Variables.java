package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** References to environment variables in text. */
final class Variables {

    private static final Pattern REFERENCE =
            Pattern.compile("\\$(?:\\{([A-Za-z_][A-Za-z0-9_]*)}|([A-Za-z_][A-Za-z0-9_]*))");

    private Variables() {}

    /** Replaces {@code $NAME} and <code>${NAME}</code> by known values; unknown ones stay as they are. */
    static String expand(String text, Map<String, String> known) {
        return REFERENCE.matcher(text).replaceAll(m -> {
            String name = m.group(1) == null ? m.group(2) : m.group(1);
            return Matcher.quoteReplacement(known.getOrDefault(name, m.group()));
        });
    }
}
