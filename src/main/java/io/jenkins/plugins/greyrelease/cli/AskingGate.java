package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.rehearsal.WhenPaused;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import io.jenkins.plugins.greyrelease.rollout.Release;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks the person at the terminal. Virtual time stands still meanwhile. */
final class AskingGate implements InputGate, WhenPaused {
    private final BufferedReader in;
    private final PrintWriter out;
    private final String person;

    AskingGate(InputStream in, PrintWriter out, String person) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
        this.person = person;
    }

    @Override
    public void ask(Question question, Consumer<Decision> answer) {
        out.print(question.message() + " [y/n] ");
        out.flush();
        String line = line();
        TypedAnswer said = TypedAnswer.of(line);
        if (line == null) {
            out.println("(no more input: no)");
        }
        answer.accept(said.decision(person, question.defaults()));
    }

    @Override
    public Optional<Release.Command> decide(String why, int times) {
        out.print("stands still: " + why + "\n[r]esume, [p]romote now, roll [b]ack now, or [s]top here? ");
        out.flush();
        String line = line();
        if (line == null) {
            out.println("(no more input: stop)");
            return Optional.empty();
        }
        return switch (line.strip().toLowerCase(Locale.ROOT)) {
            case "r", "resume" -> Optional.of(Release.Command.RESUME);
            case "p", "promote" -> Optional.of(Release.Command.PROMOTE_NOW);
            case "b", "back", "rollback" -> Optional.of(Release.Command.ROLL_BACK_NOW);
            default -> Optional.empty();
        };
    }

    private String line() {
        try {
            return in.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the answer from the terminal: " + e.getMessage(), e);
        }
    }
}
