package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import java.time.Duration;
import java.util.List;

/**
 * What a container of a pod does that runs once ({@code restartPolicy: Never}), as those of Jobs are.
 *
 * @param takes from its start to its end
 * @param exitCode 0: it did what it was to do
 * @param reason as the kubelet reports it: {@code Completed}, {@code Error}, {@code OOMKilled}
 * @param message what it leaves in its termination log; empty: nothing
 * @param log the lines it writes, in equal distances
 */
public record ContainerWork(Duration takes, int exitCode, String reason, String message, List<String> log) {
    /** Done in half a minute, without a word. */
    public static final ContainerWork DONE = succeeds(Duration.ofSeconds(30), "", List.of());

    public ContainerWork {
        log = List.copyOf(log);
    }

    /** It does what it was to do. */
    public static ContainerWork succeeds(Duration takes, String message, List<String> log) {
        return new ContainerWork(takes, 0, "Completed", message, log);
    }

    /** It ends with an error. */
    public static ContainerWork fails(Duration takes, int exitCode, List<String> log) {
        return new ContainerWork(takes, exitCode, "Error", "", log);
    }

    /** It uses more memory than it may. */
    public static ContainerWork runsOutOfMemory(Duration after, List<String> log) {
        return new ContainerWork(after, 137, "OOMKilled", "", log);
    }
}
