/**
 * The steps that release, for jobs without a Jenkinsfile. They hold an executor while they wait; the release belongs to
 * the controller like any other, and goes on without the build if that is gone.
 */
package io.jenkins.plugins.greyrelease.jenkins.freestyle;
