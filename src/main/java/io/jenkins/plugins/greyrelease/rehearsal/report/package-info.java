/** The report of a rehearsal: one HTML file for people, without a network. */
package io.jenkins.plugins.greyrelease.rehearsal.report;
