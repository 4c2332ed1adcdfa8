package io.jenkins.plugins.greyrelease.rehearsal.trace;

import java.util.Locale;

/** What a rehearsal is worth, in one word and one sentence. */
public enum Verdict {
    /** Everything ended well, and the checks ran. */
    REHEARSED("Rehearsed", "Every cluster ended on the new version, and every check was carried out."),
    /** The order of things was right; a check that decides was only assumed. */
    FLOW_ONLY("Flow only", "The release went through, but at least one check was only assumed to pass."),
    /** A person would have to act: paused, or a cluster out of reach. */
    OPEN("Open", "The release did not end: at least one cluster is paused or cannot be reached."),
    /** The release or the pipeline failed. */
    FAILED("Failed", "The pipeline did not succeed.");

    private final String title;
    private final String sentence;

    Verdict(String title, String sentence) {
        this.title = title;
        this.sentence = sentence;
    }

    /** The word for people. */
    public String title() {
        return title;
    }

    /** The sentence for people. */
    public String sentence() {
        return sentence;
    }

    /** The worst that is true of {@code trace}: open before failed, for an open release needs a person now. */
    public static Verdict of(Trace trace) {
        if (!trace.violations().isEmpty()) {
            return FAILED;
        }
        if (trace.outcomes().stream().anyMatch(outcome -> outcome.result().open())) {
            return OPEN;
        }
        if (!trace.result().toUpperCase(Locale.ROOT).equals("SUCCESS")) {
            return FAILED;
        }
        return trace.checks().stream().anyMatch(Check::flowOnly) ? FLOW_ONLY : REHEARSED;
    }
}
