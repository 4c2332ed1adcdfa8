package io.jenkins.plugins.greyrelease.step;

import java.util.List;
import java.util.Optional;

/**
 * A step's name and parameters: what unknown names are checked against and what its documentation is made from.
 *
 * @param name as a Jenkinsfile has it
 * @param help one sentence
 * @param sole the parameter that a single unnamed argument means
 * @param parameters in the order they are documented
 * @param takesBlock whether a block must follow
 */
public record StepSpec(
        String name, String help, Optional<String> sole, List<Parameter> parameters, boolean takesBlock) {

    public StepSpec {
        parameters = List.copyOf(parameters);
    }

    /** The parameters' names, in order. */
    public List<String> names() {
        return parameters.stream().map(Parameter::name).toList();
    }

    /**
     * One parameter.
     *
     * @param name as a Jenkinsfile has it
     * @param type what it takes
     * @param required whether it must be given
     * @param otherwise what holds if it is not given, in words or as it would be written; empty for a required one
     * @param choices the words it takes, the one that holds if it is not given first; empty: it is not a choice of words
     * @param help one sentence
     */
    public record Parameter(
            String name, Type type, boolean required, String otherwise, List<String> choices, String help) {
        public Parameter {
            choices = List.copyOf(choices);
        }
    }

    /** What a parameter takes. */
    public enum Type {
        TEXT("text"),
        INTEGER("a whole number"),
        BOOLEAN("true or false"),
        DURATION("a duration"),
        /** A count or a percentage. */
        AMOUNT("a number or a percentage"),
        /** Text or a list of it. */
        TEXTS("a list of texts"),
        /** A list of counts, percentages and {@code 'rest'}. */
        BATCHES("a list of batch sizes"),
        /** Anything, such as a map. */
        ANY("any value");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        /** With an article, for messages. */
        public String words() {
            return words;
        }
    }
}
