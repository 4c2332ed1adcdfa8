package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Whoever answers {@code input}: a person at the terminal, or a rule. */
@FunctionalInterface
public interface InputGate {

    /** Says yes at once, with the default of every parameter. */
    InputGate ALWAYS = (question, answer) -> answer.accept(Decision.yes("rehearsal", question.defaults()));

    /** Says no at once. */
    InputGate NEVER = (question, answer) -> answer.accept(Decision.no("rehearsal"));

    /**
     * Asks, and returns at once; {@code answer} is called once, at any time, on the scheduler's thread.
     */
    void ask(Question question, Consumer<Decision> answer);

    /**
     * What is asked.
     *
     * @param id as given to {@code input}, or the step's id
     * @param submitters who may answer; empty for anybody
     * @param defaults value of each asked parameter unless the person gives another
     */
    record Question(String id, String message, String submitters, Map<String, Object> defaults, Position position) {}

    /**
     * The answer.
     *
     * @param by who gave it
     * @param values of the asked parameters
     * @param comment may be empty
     */
    record Decision(boolean proceed, Optional<String> by, Map<String, Object> values, String comment) {

        /** Go on. */
        public static Decision yes(String by, Map<String, Object> values) {
            return new Decision(true, Optional.of(by), values, "");
        }

        /** Stop here. */
        public static Decision no(String by) {
            return new Decision(false, Optional.of(by), Map.of(), "");
        }

        /** The same with a comment. */
        public Decision saying(String said) {
            return new Decision(proceed, by, values, said);
        }
    }
}
