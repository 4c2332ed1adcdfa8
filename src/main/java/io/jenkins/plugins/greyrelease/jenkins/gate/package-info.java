/** Where other systems knock at Jenkins to say that a gate has news. */
package io.jenkins.plugins.greyrelease.jenkins.gate;
