package io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepRegistry;
import java.util.List;
import java.util.stream.Stream;

/** The steps that every Jenkins with the usual plugins has, as far as they can be rehearsed. */
public final class CommonSteps {

    private CommonSteps() {}

    /**
     * All of them.
     *
     * @param gate who answers {@code input}
     */
    public static StepRegistry registry(InputGate gate) {
        StepHandler[] all = Stream.of(
                        FlowSteps.all(),
                        TimeSteps.all(),
                        CommandSteps.all(),
                        BuildSteps.all(),
                        ResultSteps.all(),
                        FileSteps.all(),
                        OutsideSteps.all(),
                        DataSteps.all(),
                        SecretSteps.all(),
                        DeclarativeSteps.all(),
                        List.<StepHandler>of(new ParallelStep(), new InputStep(gate), new LockStep()))
                .flatMap(List::stream)
                .toArray(StepHandler[]::new);
        return StepRegistry.empty().with(all);
    }
}
