/** Approvals in Jenkins: who people are, what they have to do with a change, and the record on the run. */
package io.jenkins.plugins.greyrelease.jenkins.approval;
