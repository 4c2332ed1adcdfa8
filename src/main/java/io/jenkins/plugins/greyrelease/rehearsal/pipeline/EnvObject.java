package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import groovy.lang.GroovyObjectSupport;
import java.util.Map;

/** The global {@code env}. */
final class EnvObject extends GroovyObjectSupport {

    private final Engine engine;

    EnvObject(Engine engine) {
        this.engine = engine;
    }

    /** All variables that hold where the script is. */
    public Map<String, String> getEnvironment() {
        return engine.env();
    }

    @Override
    public Object getProperty(String name) {
        return engine.env().get(name);
    }

    @Override
    public void setProperty(String name, Object value) {
        engine.build().variables().put(name, String.valueOf(value));
    }
}
