/** The plugin's own steps in a Jenkinsfile that {@code grey} carries out itself, over simulated clusters or real ones. */
package io.jenkins.plugins.greyrelease.flow;
