package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import groovy.lang.GroovyObjectSupport;

/** The global {@code steps}: calls steps from classes that are handed it. */
final class StepsObject extends GroovyObjectSupport {

    private final Engine engine;

    StepsObject(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Object invokeMethod(String name, Object args) {
        return PipelineScript.call(engine, name, (Object[]) args);
    }
}
