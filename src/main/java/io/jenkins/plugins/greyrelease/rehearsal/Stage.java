package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.rehearsal.gate.StandInJira;
import io.jenkins.plugins.greyrelease.rehearsal.invariants.Invariants;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate;
import io.jenkins.plugins.greyrelease.rollout.Releases;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.step.News;
import io.jenkins.plugins.greyrelease.step.Services;
import java.util.Optional;

/**
 * What all grey steps of one rehearsal share.
 *
 * @param fleet the simulated clusters
 * @param services stand-ins
 * @param tickets that of Jira
 * @param news who hears what happens: stand-ins
 * @param registries stand-ins
 * @param scheduler virtual time
 * @param ids seeded
 * @param releases the engine
 * @param gate who answers questions
 * @param voters who answers approvals; empty: the gate
 * @param recorder what is written down
 * @param journal where each cluster stands
 * @param invariants what must hold all the time
 */
record Stage(
        Fleet fleet,
        Services services,
        StandInJira tickets,
        News news,
        SimulatedRegistries registries,
        Scheduler scheduler,
        Ids ids,
        Releases releases,
        InputGate gate,
        Optional<Voters> voters,
        RunRecorder recorder,
        ReleaseJournal journal,
        Invariants invariants) {}
