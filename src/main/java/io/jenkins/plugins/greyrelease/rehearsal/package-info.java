/** A pipeline carried out against simulated clusters in virtual time: what comes in, the run, what is written down. */
package io.jenkins.plugins.greyrelease.rehearsal;
