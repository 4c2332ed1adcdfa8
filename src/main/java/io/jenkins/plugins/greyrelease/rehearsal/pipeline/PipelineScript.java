package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import com.cloudbees.groovy.cps.Continuable;
import groovy.lang.Closure;
import groovy.lang.MissingPropertyException;
import groovy.lang.Script;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.check.Hidden;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Symbols;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.codehaus.groovy.runtime.InvokerHelper;

/** What compiled scripts extend: makes steps callable. For the compiler only. */
public abstract class PipelineScript extends Script {

    private Engine engine() {
        return ((Globals) getBinding()).engine();
    }

    @Override
    public final Object invokeMethod(String name, Object args) {
        if (getBinding().hasVariable(name) && getBinding().getVariable(name) instanceof Closure<?> own) {
            return own.call((Object[]) args);
        }
        if (name.equals(Hidden.DECLARATIVE)) {
            return engine().declarative(((Object[]) args)[0]);
        }
        return call(engine(), name, (Object[]) args);
    }

    /** Calls a step: suspends the script until the step has ended. */
    static Object call(Engine engine, String name, Object[] args) {
        Optional<Script> global = engine.libraryGlobal(name);
        if (global.isPresent()) {
            return InvokerHelper.invokeMethod(global.get(), "call", args);
        }
        if (engine.steps().find(name).isEmpty() && Symbols.ALL.contains(name)) {
            return description(name, args);
        }
        StepHandler step = engine.steps().find(name).orElseGet(() -> new UnknownStep(name, engine.steps()));
        return Continuable.suspend(name, new StepCall(step, args));
    }

    private static Map<String, Object> description(String name, Object[] args) {
        Map<String, Object> description = new LinkedHashMap<>(Map.of(Symbols.KIND, name));
        for (Object argument : args) {
            if (argument instanceof Map<?, ?> named) {
                named.forEach((key, value) -> description.put(String.valueOf(key), value));
            } else {
                description.put("value", argument);
            }
        }
        return description;
    }

    @Override
    public final Object getProperty(String name) {
        try {
            return super.getProperty(name);
        } catch (MissingPropertyException e) {
            Optional<Script> global = engine().libraryGlobal(name);
            if (global.isPresent()) {
                return global.get();
            }
            String value = engine().env().get(name);
            if (value == null) {
                throw e;
            }
            return value;
        }
    }

    /** Groovy's own {@code println} writes to the build log. */
    @Override
    public final void println(Object value) {
        call(engine(), "echo", new Object[] {String.valueOf(value)});
    }

    /** As {@link #println(Object)}. */
    @Override
    public final void println() {
        println("");
    }

    /** As {@link #println(Object)}. */
    @Override
    public final void print(Object value) {
        println(value);
    }

    /** As {@link #println(Object)}. */
    @Override
    public final void printf(String format, Object value) {
        println(String.format(format, value));
    }

    /** The step, not Groovy's own {@code sleep}. */
    public final Object sleep(long seconds) {
        return call(engine(), "sleep", new Object[] {seconds});
    }
}
