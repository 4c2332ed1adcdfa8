/**
 * Stand-ins for the systems that gates ask, behind Java's HTTP client and in virtual time: what is used of their APIs, and
 * the troubles they make.
 */
package io.jenkins.plugins.greyrelease.rehearsal.gate;
