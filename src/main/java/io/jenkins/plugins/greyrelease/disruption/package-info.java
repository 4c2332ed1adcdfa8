/** Disruption budgets: what they allow, what is wrong with them, and how nodes are drained within them. Pure. */
package io.jenkins.plugins.greyrelease.disruption;
