/**
 * Quality gates of SonarQube: waited for without a thread, by questions with time between them, and sooner when a signed
 * webhook says that something has changed.
 *
 * <p>Requests are built and answers are read by SonarQube's own client; they travel over {@code http}.
 */
package io.jenkins.plugins.greyrelease.sonar;
