/** The steps as Jenkins' Pipeline knows them: arguments, forms and executions; they decide nothing themselves. */
package io.jenkins.plugins.greyrelease.jenkins.step;
