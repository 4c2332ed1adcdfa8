package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

import io.jenkins.plugins.greyrelease.runtime.Names;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Name and parameters of a step; immutable, made with {@link #step}.
 *
 * @param sole the parameter that a single unnamed argument means, if there is one
 * @param params by name, in order
 * @param open whether names beyond {@code params} are allowed
 * @param block whether a trailing block must, may or must not be there
 * @param onNode whether it needs a {@code node} around it
 * @param evidence what a call proves; {@link Evidence#REAL} unless said otherwise
 * @param refusal why nobody may call it here, although Jenkins has it; a call is a mistake of the Jenkinsfile
 */
public record StepSpec(
        String name,
        Optional<String> sole,
        Map<String, Param> params,
        boolean open,
        Block block,
        boolean onNode,
        Evidence evidence,
        Optional<String> refusal) {

    /** Whether a step takes a trailing block. */
    public enum Block {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    /** What a parameter accepts. */
    public enum Type {
        STRING,
        INTEGER,
        NUMBER,
        BOOLEAN,
        LIST,
        MAP,
        BODY,
        ANY
    }

    /** One parameter. */
    public record Param(String name, Type type, boolean required) {}

    /** A step without parameters or block, to begin with. */
    public static StepSpec step(String name) {
        return new StepSpec(
                name, Optional.empty(), Map.of(), false, Block.NONE, false, Evidence.REAL, Optional.empty());
    }

    /** With a required parameter, which a single unnamed argument means. */
    public StepSpec sole(String param, Type type) {
        return with(new Param(param, type, true), Optional.of(param));
    }

    /** With an optional parameter, which a single unnamed argument means. */
    public StepSpec soleOptional(String param, Type type) {
        return with(new Param(param, type, false), Optional.of(param));
    }

    /** With a required parameter. */
    public StepSpec required(String param, Type type) {
        return with(new Param(param, type, true), sole);
    }

    /** With an optional parameter. */
    public StepSpec optional(String param, Type type) {
        return with(new Param(param, type, false), sole);
    }

    /** With a block that must be there. */
    public StepSpec withBlock() {
        return new StepSpec(name, sole, params, open, Block.REQUIRED, onNode, evidence, refusal);
    }

    /** With a block that may be there. */
    public StepSpec withOptionalBlock() {
        return new StepSpec(name, sole, params, open, Block.OPTIONAL, onNode, evidence, refusal);
    }

    /** With any other parameter too. */
    public StepSpec anyParameters() {
        return new StepSpec(name, sole, params, true, block, onNode, evidence, refusal);
    }

    /** Only inside a {@code node}. */
    public StepSpec needsNode() {
        return new StepSpec(name, sole, params, open, block, true, evidence, refusal);
    }

    /** Proves nothing: it only steers the flow. */
    public StepSpec flow() {
        return new StepSpec(name, sole, params, open, block, onNode, Evidence.FLOW, refusal);
    }

    /** The same step, which must not be called. */
    public StepSpec refused(String why) {
        return new StepSpec(name, sole, params, open, block, onNode, evidence, Optional.of(why));
    }

    /** What is wrong with a parameter that the step does not have. */
    public String unknownParameter(String wrong) {
        return "no parameter '" + wrong + "'" + Names.hint(wrong, params.keySet()) + allowed();
    }

    /** All parameters, for the end of a message. */
    public String allowed() {
        return params.isEmpty() ? " (it has none)" : " (" + String.join(", ", params.keySet()) + ")";
    }

    private StepSpec with(Param param, Optional<String> newSole) {
        Map<String, Param> more = new LinkedHashMap<>(params);
        more.put(param.name(), param);
        return new StepSpec(
                name, newSole, java.util.Collections.unmodifiableMap(more), open, block, onNode, evidence, refusal);
    }
}
