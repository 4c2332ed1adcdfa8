package io.jenkins.plugins.greyrelease.step;

import java.util.List;

/**
 * What people are asked.
 *
 * @param message in the words of the pipeline
 * @param approvers users or groups who may answer; empty: whoever may build
 */
public record Question(String message, List<String> approvers) {
    public Question {
        approvers = List.copyOf(approvers);
    }
}
