package io.jenkins.plugins.greyrelease.rehearsal.pipeline.check;

/** Names of steps that only a translated Declarative Pipeline calls; no Jenkinsfile can spell them. */
public final class Hidden {

    /** Evaluates variables in order and runs a block with them: {@code (Map name → block, block)}. */
    public static final String ENVIRONMENT = "environment { }";

    /** Shows the stage around it as skipped: {@code (String reason)}. */
    public static final String SKIP = "skip stage";

    /** A condition that only a real build can decide: {@code (String condition)}, returns a boolean. */
    public static final String CONDITION = "when condition";

    /** The container of an agent: {@code (String what, block)}. */
    public static final String CONTAINER = "agent container";

    /** A command of the global {@code docker}: {@code (String command)}. */
    public static final String DOCKER = "docker command";

    /** Runs a translated Pipeline: {@code (Map model)}. Not a step but a method. */
    public static final String DECLARATIVE = "run declarative";

    /** Key of a map that stands for the credentials with the id that is its value. */
    public static final String CREDENTIALS = "credentials id";

    private Hidden() {}
}
