/** Pages that show releases and let people steer them: of a run, of a job, and of the whole controller. */
package io.jenkins.plugins.greyrelease.jenkins.page;
