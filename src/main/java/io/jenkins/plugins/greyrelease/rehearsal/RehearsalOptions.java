package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.autoscale.live.AutoscaleConfig;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.PipelineOptions;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is to be rehearsed.
 *
 * @param name of the Jenkinsfile, for messages and the report
 * @param text of the Jenkinsfile
 * @param manifests a file or folder that is loaded into every cluster; empty: the apps that the Jenkinsfile names are made
 *     up
 * @param fleet empty: the clusters that the Jenkinsfile names are made up
 * @param faults as {@code --fault} has them
 * @param load on the apps, from when the pipeline begins
 * @param autoscale what a {@code grey autoscale} beside the pipeline scales
 * @param seed of all chance
 * @param gate who answers questions
 * @param voters who answers approvals; empty: the gate, in the place of as many people as are needed
 * @param whenPaused who says how to go on when a release stands still
 * @param surroundings of the pipeline, made anew each time they are asked for: a pipeline writes into them
 * @param replay the command that repeats this rehearsal
 */
public record RehearsalOptions(
        String name,
        String text,
        Optional<Path> manifests,
        Optional<FleetSpec> fleet,
        List<String> faults,
        Optional<LoadFile> load,
        Optional<AutoscaleConfig> autoscale,
        long seed,
        InputGate gate,
        Optional<Voters> voters,
        WhenPaused whenPaused,
        Supplier<PipelineOptions> surroundings,
        String replay) {

    public RehearsalOptions {
        faults = List.copyOf(faults);
    }

    /** A Jenkinsfile alone, everything approved, seed 1. */
    public static RehearsalOptions of(String name, String text) {
        return new RehearsalOptions(
                name,
                text,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                1,
                InputGate.ALWAYS,
                Optional.empty(),
                WhenPaused.STOP,
                PipelineOptions::defaults,
                "grey rehearse " + name + " --seed 1");
    }
}
