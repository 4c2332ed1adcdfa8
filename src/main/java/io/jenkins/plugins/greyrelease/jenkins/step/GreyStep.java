package io.jenkins.plugins.greyrelease.jenkins.step;

import hudson.AbortException;
import io.jenkins.plugins.greyrelease.jenkins.step.GreyStepDescriptor.Unknown;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jenkinsci.plugins.workflow.steps.Step;

/**
 * A step of ours: its arguments by name, just as they were given. Setters take any value, since Jenkins would cut
 * numbers and turn texts into {@code false} to make them fit; what is wrong with a value is said when the step starts,
 * all of it together.
 */
public abstract class GreyStep extends Step {
    private final Map<String, Object> arguments = new LinkedHashMap<>();

    /** Sets an argument; null, blank text and what was not given are the same. */
    protected final void set(String name, Object value) {
        Object given = value;
        if (value instanceof Unknown unknown) {
            unknown.names().forEach(each -> arguments.put(each, unknown));
            given = unknown.value();
        }
        if (given != null
                && !(given instanceof CharSequence text && text.toString().isBlank())) {
            arguments.put(name, given);
        }
    }

    /** An argument as it was given; null if it was not. */
    protected final Object given(String name) {
        return arguments.get(name);
    }

    /** All that was given, in no particular order. */
    public final Map<String, Object> arguments() {
        return Collections.unmodifiableMap(arguments);
    }

    /** What the step is called and takes. */
    public abstract StepSpec spec();

    /**
     * Reads the arguments.
     *
     * @throws AbortException with everything that is wrong, for the log without a stack trace
     */
    static <T> T read(Map<String, Object> arguments, Function<Map<String, Object>, T> reader) throws AbortException {
        try {
            return reader.apply(arguments);
        } catch (BadArgumentsException e) {
            throw new AbortException(e.getMessage());
        }
    }

    /**
     * Sees to it that what runs its block has one, before it does anything.
     *
     * @throws AbortException if it has none
     */
    static void needBlock(StepSpec spec, boolean hasBlock) throws AbortException {
        if (spec.takesBlock() && !hasBlock) {
            throw new AbortException(spec.name()
                    + " needs a block { … } and has none: put one behind its arguments. Nothing was changed");
        }
    }
}
