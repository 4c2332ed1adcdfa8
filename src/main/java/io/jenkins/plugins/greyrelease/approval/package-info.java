/**
 * Approvals: what a vote is bound to, whose vote counts, when it is enough, and the record of it all. Pure values: who
 * people are is asked through {@link io.jenkins.plugins.greyrelease.approval.People}, time is handed in.
 */
package io.jenkins.plugins.greyrelease.approval;
