package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Asks the person at the terminal, one question after the other; no more input is a no, unless
 * it ends because the terminal was closed and this command with it.
 *
 * <p>Threads: asked from any; answers come by way of the executor. One daemon thread reads, from the first question on.
 */
final class Terminal implements InputGate {
    private final BufferedReader in;
    private final Consumer<String> said;
    private final String person;
    private final Executor answers;
    private final Leaving leaving;
    private final Queue<Asked> waiting = new ArrayDeque<>();
    private boolean reading;

    private record Asked(Question question, Consumer<Decision> answer) {}

    /** @param answers where whoever asked hears of the answer */
    Terminal(InputStream in, Consumer<String> said, String person, Executor answers, Leaving leaving) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.said = said;
        this.person = person;
        this.answers = answers;
        this.leaving = leaving;
    }

    @Override
    public synchronized void ask(Question question, Consumer<Decision> answer) {
        waiting.add(new Asked(question, answer));
        if (waiting.size() == 1) {
            put(question);
        }
        if (!reading) {
            reading = true;
            Thread thread = new Thread(this::read, "grey-release-terminal");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void put(Question question) {
        String whom = question.submitters().isEmpty() ? "" : " (asked of " + question.submitters() + ")";
        said.accept(question.message() + whom + " [y/n]");
    }

    private void read() {
        boolean more = true;
        while (more) {
            String line;
            try {
                line = in.readLine();
            } catch (IOException e) {
                said.accept("the answer cannot be read: " + e.getMessage());
                line = null;
            }
            more = !(line == null && stopped()) && take(line);
        }
    }

    /** The input of a terminal that was closed may end before this process hears of it. */
    private boolean stopped() {
        try {
            return leaving.soon();
        } catch (InterruptedException e) {
            // nobody interrupts this thread but a machine that is shutting down
            return true;
        }
    }

    /** Whether another question waits for a line. */
    private synchronized boolean take(String line) {
        Asked asked = waiting.remove();
        if (line == null) {
            said.accept("(no more input: no)");
        }
        TypedAnswer answer = TypedAnswer.of(line);
        Decision decision = answer.decision(person, asked.question().defaults());
        answers.execute(() -> asked.answer().accept(decision));
        reading = !waiting.isEmpty();
        if (reading) {
            put(waiting.element().question());
        }
        return reading;
    }
}
