package io.jenkins.plugins.greyrelease.jenkins.approval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VoteOriginTest {

    @Test
    void aVoteIsFromAPageUnlessItsRequestBringsALoginOfItsOwn() {
        assertThat(VoteOrigin.of("/job/a/1/input/Approval3/proceedEmpty", false))
                .isEqualTo("page");
        assertThat(VoteOrigin.of("/job/a/1/input/Approval3/submit", false)).isEqualTo("page");
        assertThat(VoteOrigin.of("/job/a/1/input/Approval3/proceedEmpty", true)).isEqualTo("REST");
        assertThat(VoteOrigin.of("/job/a/1/grey-approvals/vote", true)).isEqualTo("REST");
        assertThat(VoteOrigin.of("/blue/rest/organizations/jenkins/pipelines/a/runs/1/steps/5/", false))
                .isEqualTo("Blue Ocean");
    }
}
