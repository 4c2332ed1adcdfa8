package io.jenkins.plugins.greyrelease.manifest;

import java.util.List;

/** Manifests that cannot be used. The message names file, document and line of everything that is wrong. */
public final class ManifestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 20;

    /** @param problems each with its place, at least one */
    public ManifestException(List<String> problems) {
        super(text(problems));
    }

    private static String text(List<String> problems) {
        String shown = String.join("\n", problems.subList(0, Math.min(SHOWN, problems.size())));
        return problems.size() > SHOWN ? shown + "\n… and " + (problems.size() - SHOWN) + " more" : shown;
    }
}
