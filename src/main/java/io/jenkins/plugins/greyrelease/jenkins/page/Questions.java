package io.jenkins.plugins.greyrelease.jenkins.page;

import hudson.model.Run;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;

/** What a run asks people at this moment. */
final class Questions {
    private static final Logger LOGGER = Logger.getLogger(Questions.class.getName());

    private Questions() {}

    /** The run's open inputs, of this plugin and of others. */
    static List<Pointer> of(Run<?, ?> run) {
        InputAction inputs = run.getAction(InputAction.class);
        // of a run that was killed while it asked, inputs are left that nobody can answer
        if (inputs == null || !run.isBuilding()) {
            return List.of();
        }
        try {
            return inputs.getExecutions().stream()
                    .map(each -> new Pointer(each.getInput().getMessage(), "Answer", "../input/"))
                    .toList();
        } catch (TimeoutException e) {
            LOGGER.log(Level.FINE, e, () -> "Pipeline " + run + " is still being loaded; its questions come later");
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
