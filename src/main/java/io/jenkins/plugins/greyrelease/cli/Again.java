package io.jenkins.plugins.greyrelease.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Commands that this one hands on to a person. */
final class Again {
    /** Options that say which clusters. */
    static final List<String> WHERE = List.of("--fleet", "--context", "--kubeconfig", "--credentials", "--clusters");

    private static final List<String> KEPT = Stream.concat(WHERE.stream(), Stream.of("--check", "--ask", "--yes"))
            .toList();

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

    /** Goes on with the release of an app alone, whose check was a block of a Jenkinsfile: a person looks instead. */
    static String resumeAlone(CommandSpec spec, String app) {
        List<String> words = new ArrayList<>(List.of("grey", "resume", "--app", app));
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            if (WHERE.contains(option.longestName())) {
                words.add(option.longestName());
                words.add(quoted(String.join(",", option.originalStringValues())));
            }
        }
        words.add("--ask");
        return String.join(" ", words);
    }

    /** As a shell takes it. */
    static String quoted(String text) {
        return text.matches("[\\w@%+=:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
