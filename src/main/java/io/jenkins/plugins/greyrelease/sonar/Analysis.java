package io.jenkins.plugins.greyrelease.sonar;

import java.util.Optional;

/**
 * What a gate is asked for: one task of the server, or the newest analysis of a project's branch or pull request.
 *
 * @param project its key; empty only if there is a task, which knows it
 * @param branch its name; empty: the main branch
 * @param pullRequest its key; empty: it is no pull request; never together with a branch
 * @param task id of the task that analyses; empty: whatever is queued for the project
 */
public record Analysis(String project, Optional<String> branch, Optional<String> pullRequest, Optional<String> task) {

    public Analysis {
        if (project.isEmpty() && task.isEmpty()) {
            throw new IllegalArgumentException("neither a project nor a task is named");
        }
        if (branch.isPresent() && pullRequest.isPresent()) {
            throw new IllegalArgumentException("an analysis is of a branch or of a pull request, not of both");
        }
    }

    /** Such as {@code branch main of shop-cart}. */
    public String words() {
        if (project.isEmpty()) {
            return "task " + task.orElseThrow();
        }
        return branch.map(name -> "branch " + name + " of ").orElse("")
                + pullRequest.map(key -> "pull request " + key + " of ").orElse("")
                + project;
    }
}
