package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The build as a whole: what {@code currentBuild} shows and {@code env} changes. On the scheduler's thread. */
public final class Build {

    private final Map<String, String> variables = new LinkedHashMap<>();
    private final Map<String, Object> parameters = new LinkedHashMap<>();
    private final Map<String, Workspace> stashes = new TreeMap<>();
    private final Map<Class<?>, Object> shared = new LinkedHashMap<>();
    private final Workspace workspace;
    private final Optional<Result> previous;
    private Optional<Result> result = Optional.empty();
    private String description;
    private String displayName;

    /**
     * A build at its start.
     *
     * @param previous result of the build before, if there is one
     */
    public Build(Workspace workspace, Optional<Result> previous) {
        this.workspace = workspace;
        this.previous = previous;
    }

    /** The variables that hold everywhere; {@code env.X = …} changes them. */
    public Map<String, String> variables() {
        return variables;
    }

    /** The build parameters; also variables. */
    public Map<String, Object> parameters() {
        return parameters;
    }

    /** Sets a parameter that has no value yet, as its definition's default does. */
    public void defaultParameter(String name, Object value) {
        Object given = parameters.getOrDefault(name, value);
        boolean flag = value instanceof Boolean && given instanceof String;
        parameters.put(name, flag ? Boolean.valueOf((String) given) : given);
        variables.putIfAbsent(name, String.valueOf(parameters.get(name)));
    }

    /** The files of the build. */
    public Workspace workspace() {
        return workspace;
    }

    /** Files put aside by {@code stash}, by name. */
    public Map<String, Workspace> stashes() {
        return stashes;
    }

    /** State that the calls of one step share within this build; made when first asked for. */
    public <T> T shared(Class<T> type, Supplier<T> first) {
        return type.cast(shared.computeIfAbsent(type, t -> first.get()));
    }

    /** Result of the build before. */
    public Optional<Result> previous() {
        return previous;
    }

    /** The result, if something has set it; a build without one is a success so far. */
    public Optional<Result> result() {
        return result;
    }

    /** Makes the result at least this bad; it never gets better, as in Jenkins. */
    public void worsen(Result at) {
        result = Optional.of(result.map(at::worse).orElse(at));
    }

    /** Sets the result whatever it was: for {@code post}, which shows the result that is to be expected. */
    public void force(Result exactly) {
        result = Optional.of(exactly);
    }

    /** Sets or unsets the result: the end of what {@link #force} began. */
    public void restore(Optional<Result> before) {
        result = before;
    }

    /** What the build page says; may be null. */
    public String description() {
        return description;
    }

    /** Sets what the build page says. */
    public void describe(String text) {
        description = text;
    }

    /** The build's name; may be null if nobody set it. */
    public String displayName() {
        return displayName;
    }

    /** Sets the build's name. */
    public void rename(String name) {
        displayName = name;
    }
}
