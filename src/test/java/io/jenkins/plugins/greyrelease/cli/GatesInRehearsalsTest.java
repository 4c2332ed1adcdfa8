package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.greyrelease.rehearsal.Progress;
import io.jenkins.plugins.greyrelease.rehearsal.Rehearsal;
import io.jenkins.plugins.greyrelease.rehearsal.RehearsalOptions;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Assumption;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Check;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Trace;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Verdict;
import io.jenkins.plugins.greyrelease.rollout.Rollouts;
import org.junit.jupiter.api.Test;

/** Gates in the checks of rehearsed releases, on the real engine. */
class GatesInRehearsalsTest {

    @Test
    void checksThatAskStandInsAloneAreFlowOnly() {
        String jenkinsfile = "canaryBatch(app: 'cart', image: 'r/cart:2', clusters: ['a'], batches: [1, 'rest']) {"
                + " sonarGate(project: 'cart'); jiraChange(issue: 'CHG-1') }";
        Trace trace = Rehearsal.run(
                        RehearsalOptions.of("Jenkinsfile", jenkinsfile),
                        (fleet, registries, scheduler, ids) ->
                                new Rollouts(() -> fleet, scheduler, ids, "grey-rehearse"),
                        Progress.NONE)
                .trace();
        assertThat(trace.checks()).hasSize(2).allMatch(Check::flowOnly);
        assertThat(trace.verdict()).isEqualTo(Verdict.FLOW_ONLY);
        assertThat(trace.assumptions())
                .extracting(Assumption::step, Assumption::text)
                .contains(tuple("sonarGate", "the quality gate"), tuple("jiraChange", "the ticket"));
    }
}
