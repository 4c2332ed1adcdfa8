/**
 * Releases as a Jenkins controller owns them: begun by a run, kept on disk, carried to their end whether the run still
 * waits for them or not.
 */
package io.jenkins.plugins.greyrelease.jenkins.release;
