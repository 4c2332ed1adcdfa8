package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Position;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.UsageError;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps.CommonSteps;

/** Loads Jenkinsfiles that are wrong. */
final class Loaded {

    private Loaded() {}

    private static UsageError error(String jenkinsfile) {
        return catchThrowableOfType(
                UsageError.class,
                () -> Pipeline.load(
                        jenkinsfile,
                        "Jenkinsfile",
                        CommonSteps.registry(InputGate.ALWAYS),
                        PipelineOptions.defaults()));
    }

    /** What loading complains about. */
    static String problems(String jenkinsfile) {
        return error(jenkinsfile).getMessage();
    }

    /** Where the first complaint is. */
    static Position at(String jenkinsfile) {
        return error(jenkinsfile).position();
    }
}
