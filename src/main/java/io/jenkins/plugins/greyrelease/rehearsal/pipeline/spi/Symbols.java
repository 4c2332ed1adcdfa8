package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

import java.util.Set;

/**
 * Names that make a description instead of doing something, such as {@code string(name: 'TAG')}; as values they are
 * maps with the name under {@link #KIND}.
 */
public final class Symbols {

    /** Key of a description's name. */
    public static final String KIND = "$class";

    /** All of them. */
    public static final Set<String> ALL = Set.of(
            "string",
            "text",
            "booleanParam",
            "choice",
            "password",
            "credentials",
            "file",
            "run",
            "parameters",
            "usernamePassword",
            "usernameColonPassword",
            "sshUserPrivateKey",
            "certificate",
            "kubeconfigFile",
            "pipelineTriggers",
            "cron",
            "pollSCM",
            "upstream",
            "githubPush",
            "buildDiscarder",
            "logRotator",
            "disableConcurrentBuilds",
            "durabilityHint",
            "scmGit",
            "gitSCM",
            "nonresumable",
            "agent",
            "kubernetesAgent");

    private Symbols() {}
}
