package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import groovy.lang.Binding;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Build;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Symbols;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The variables of a script: its own, then what Jenkins offers everywhere. */
final class Globals extends Binding {

    private final Engine engine;

    Globals(Engine engine) {
        this.engine = engine;
        setVariable("env", new EnvObject(engine));
        setVariable("params", Collections.unmodifiableMap(engine.build().parameters()));
        setVariable("currentBuild", new CurrentBuild(engine));
        setVariable("steps", new StepsObject(engine));
        setVariable("scm", Map.of(Symbols.KIND, "scm"));
    }

    Engine engine() {
        return engine;
    }

    /**
     * What Jenkins sets for every build; nothing that could be reached over a network, and nothing made up where the
     * build is real.
     */
    static Map<String, String> variables(String name, Build build) {
        String job = name.replaceAll(".*[/\\\\]", "").replaceAll("\\.Jenkinsfile$", "");
        Map<String, String> all = new LinkedHashMap<>();
        if (build.workspace().isReal()) {
            all.put("JOB_NAME", job);
            all.put("JOB_BASE_NAME", job);
            return all;
        }
        all.put("BUILD_ID", "1");
        all.put("BUILD_NUMBER", "1");
        all.put("BUILD_DISPLAY_NAME", build.displayName() == null ? "#1" : build.displayName());
        all.put("JOB_NAME", job);
        all.put("JOB_BASE_NAME", job);
        all.put("BUILD_TAG", "jenkins-" + job + "-1");
        all.put("JENKINS_URL", "http://jenkins.invalid/");
        all.put("JOB_URL", "http://jenkins.invalid/job/" + job + "/");
        all.put("BUILD_URL", "http://jenkins.invalid/job/" + job + "/1/");
        return all;
    }
}
