package io.jenkins.plugins.greyrelease.sonar;

import java.util.Optional;

/**
 * A gate with what it is the gate of.
 *
 * @param analysis as the server names it; its project is never empty
 * @param analysisId the server's id of what was analysed; empty: it did not say
 * @param dashboard address of the page for people
 */
public record GateReport(Gate gate, Analysis analysis, Optional<String> analysisId, String dashboard) {}
