package io.jenkins.plugins.greyrelease.cli;

import java.io.Console;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What follows each batch: a command, a question to whoever sits at the terminal, both, or nothing. */
final class CheckOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--check",
            paramLabel = "COMMAND",
            description = "Run by 'sh -c' after each batch, with GREY_CLUSTER, GREY_BATCH, GREY_SELECTOR and the others"
                    + " in its environment; any exit code but 0 fails the batch.")
    private String check;

    @Option(names = "--no-check", description = "Nothing is run after a batch; what counts is that its pods serve.")
    private boolean noCheck;

    @Option(names = "--ask", description = "Asks at the terminal after each batch whether to go on.")
    private boolean ask;

    @Option(names = "--yes", description = "Answers yes where --ask, or a Jenkinsfile, would ask.")
    private boolean yes;

    /**
     * Checks what can be checked before anything is changed.
     *
     * @param console null where there is no terminal
     */
    void verify(Console console) {
        if (check != null && noCheck) {
            throw new ParameterException(spec.commandLine(), "--check and --no-check do not go together");
        }
        if (ask && !yes && console == null) {
            throw new ParameterException(
                    spec.commandLine(), "--ask: there is no terminal to ask at; run it in one, or give --yes");
        }
    }

    /** Whether it was said what follows a batch. */
    boolean said() {
        return check != null || noCheck || ask;
    }

    /** Null: none. */
    String command() {
        return check;
    }

    /** Whether questions are answered with yes. */
    boolean yes() {
        return yes;
    }

    boolean asks() {
        return ask && !yes;
    }
}
