package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What follows a batch: a command, then a question, as far as they were asked for.
 *
 * <p>Threads: each run has one of its own, a daemon, since commands and people take their time.
 */
final class BatchCheck {
    /** Exit codes of a shell whose command an INT or a TERM signal ended. */
    private static final List<Integer> SIGNALLED = List.of(130, 143);

    /** Ctrl-C reaches the command as well, and maybe before this process. */
    private final Leaving leaving = new Leaving(Leaving.SIGNAL);

    private volatile Process running;
    private final String command;
    private final boolean asks;
    private final BufferedReader in;
    private final String person;

    /** @param in where answers come from */
    BatchCheck(CheckOptions options, InputStream in, String person) {
        this.command = options.command();
        this.asks = options.asks();
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.person = person;
    }

    /** Whether there is anything to do after a batch. */
    boolean any() {
        return command != null || asks;
    }

    /** Ends what runs: this process leaves the release alone, and no answer follows. */
    void stop() {
        leaving.now();
        end(running);
    }

    /** Cancelling the answer kills the command: nothing depends on it any more. */
    CompletableFuture<Verdict> run(Map<String, String> environment, String label, Consumer<String> log) {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        Verdict found = verdict(environment, label, log, verdict);
                        if (!leaving.already()) {
                            verdict.complete(found);
                        }
                    } catch (IOException e) {
                        verdict.complete(
                                new Verdict.Rejected("the check of " + label + " could not be run: " + e.getMessage()));
                    } catch (InterruptedException e) {
                        verdict.complete(new Verdict.Aborted("interrupted"));
                    }
                },
                "grey-release-check");
        thread.setDaemon(true);
        thread.start();
        return verdict;
    }

    private Verdict verdict(
            Map<String, String> environment, String label, Consumer<String> log, CompletableFuture<Verdict> asked)
            throws IOException, InterruptedException {
        if (command != null) {
            int code = shell(environment, log, asked);
            if (code != 0) {
                return new Verdict.Rejected("the check of " + label + " ended with exit code " + code + ": " + command);
            }
        }
        if (!asks) {
            return new Verdict.Passed();
        }
        log.accept(label + " is done. Go on? [y/n]");
        String answer = answer(log);
        boolean yes = answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
        return yes ? new Verdict.Passed() : new Verdict.Aborted(person + " said no after " + label);
    }

    /** Null if there is none, because the input has ended or a terminal was closed. */
    private String answer(Consumer<String> log) throws InterruptedException {
        String why = "no more input";
        try {
            String line = in.readLine();
            if (line != null) {
                return line;
            }
        } catch (IOException e) {
            why = "the answer cannot be read: " + e.getMessage();
        }
        if (!leaving.soon()) {
            log.accept("(" + why + ": no)");
        }
        return null;
    }

    private int shell(Map<String, String> environment, Consumer<String> log, CompletableFuture<Verdict> asked)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        running = process;
        asked.whenComplete((verdict, failure) -> {
            if (asked.isCancelled()) {
                end(process);
            }
        });
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                log.accept("| " + line);
            }
        }
        int code = process.waitFor();
        if (SIGNALLED.contains(code)) {
            boolean both = leaving.soon();
            log.accept("the check was stopped by a signal" + (both ? ", and so is this command" : ""));
        }
        return code;
    }

    private static void end(Process process) {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}
