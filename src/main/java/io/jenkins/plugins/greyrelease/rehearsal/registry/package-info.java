/**
 * Stand-in registries: the distribution API and the part of Harbor's API that is used, kept in memory, answering in
 * virtual time without a socket or over loopback HTTP. Written from the distribution specification and from what Harbor
 * 2.x answers.
 */
package io.jenkins.plugins.greyrelease.rehearsal.registry;
