package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.manifest.ManifestException;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.UsageError;
import io.jenkins.plugins.greyrelease.step.RefusedException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says once, in words, why a command did not do what it was asked; a stack trace is for {@code --debug} only. */
final class Failures {
    /** What a user can mend. */
    private static final List<Class<? extends Throwable>> BAD_INPUT = List.of(
            BadArgumentsException.class,
            ManifestException.class,
            UsageError.class,
            RefusedException.class,
            FileSystemException.class);

    private Failures() {}

    /** Says what is wrong with the command line itself. */
    static int usage(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("grey: " + failure.getMessage());
        UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return ExitCodes.BAD_INPUT;
    }

    /** Says what went wrong while the command ran. */
    static int told(Throwable failure, PrintWriter err, boolean debug) {
        Throwable cause = unwrapped(failure);
        Optional<String> words = words(cause);
        err.println("grey: "
                + words.orElseGet(() -> "something went wrong that should not: " + cause
                        + (debug ? "" : "\nPlease report it with the output of the same command with --debug.")));
        if (debug) {
            cause.printStackTrace(err);
        }
        err.flush();
        return words.isPresent() ? ExitCodes.BAD_INPUT : ExitCodes.BUG;
    }

    private static Optional<String> words(Throwable cause) {
        if (cause instanceof NoSuchFileException missing) {
            return Optional.of(missing.getFile() + ": no such file or directory");
        }
        if (cause instanceof AccessDeniedException denied) {
            return Optional.of(denied.getFile() + ": permission denied");
        }
        return BAD_INPUT.stream().anyMatch(type -> type.isInstance(cause))
                ? Optional.of(String.valueOf(cause.getMessage()))
                : Optional.empty();
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof UncheckedIOException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
