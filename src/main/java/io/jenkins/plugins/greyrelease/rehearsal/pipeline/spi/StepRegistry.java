package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The steps a Jenkinsfile can call; immutable. */
public final class StepRegistry {

    private final Map<String, StepHandler> handlers;

    private StepRegistry(Map<String, StepHandler> handlers) {
        this.handlers = Collections.unmodifiableMap(handlers);
    }

    /** No steps. */
    public static StepRegistry empty() {
        return new StepRegistry(new TreeMap<>());
    }

    /** With more steps; one of the same name replaces the earlier. */
    public StepRegistry with(StepHandler... more) {
        Map<String, StepHandler> all = new TreeMap<>(handlers);
        for (StepHandler handler : more) {
            all.put(handler.name(), handler);
        }
        return new StepRegistry(all);
    }

    /** The step of that name. */
    public Optional<StepHandler> find(String name) {
        return Optional.ofNullable(handlers.get(name));
    }

    /** All names, sorted. */
    public Collection<String> names() {
        return handlers.keySet();
    }
}
