package io.jenkins.plugins.greyrelease.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Commands that this one hands on to a person. */
final class Again {
    private static final List<String> KEPT =
            List.of("--fleet", "--context", "--kubeconfig", "--credentials", "--clusters", "--check", "--ask", "--yes");

    private Again() {}

    /** Goes on with the release of an app, in the same clusters and with the same check. */
    static String resume(CommandSpec spec, String app) {
        List<String> words = new ArrayList<>(List.of("grey", "resume", "--app", app));
        boolean checked = false;
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            if (KEPT.contains(option.longestName())) {
                checked |= option.longestName().equals("--check")
                        || option.longestName().equals("--ask");
                words.add(option.longestName());
                if (option.arity().max() > 0) {
                    words.add(quoted(String.join(",", option.originalStringValues())));
                }
            }
        }
        if (!checked) {
            words.add("--no-check");
        }
        return String.join(" ", words);
    }

    /** As a shell takes it. */
    static String quoted(String text) {
        return text.matches("[\\w@%+=:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
