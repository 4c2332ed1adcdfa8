/** What a rehearsal did, as immutable values, and what follows from it in plain words. */
package io.jenkins.plugins.greyrelease.rehearsal.trace;
