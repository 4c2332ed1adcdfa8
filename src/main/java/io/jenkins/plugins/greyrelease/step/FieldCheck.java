package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import java.util.List;
import java.util.Map;

/** What is wrong with one argument, for forms that look at their fields one by one. */
public final class FieldCheck {
    private FieldCheck() {}

    /**
     * What the step would say of this argument, the others being as given.
     *
     * @param given by parameter name, at least those that the argument depends on; a blank text counts as not given
     * @param name of the parameter to look at
     * @return sentences without the parameter's name; none if it is right
     */
    public static List<String> problems(StepSpec step, Map<String, Object> given, String name) {
        String prefix = name + ": ";
        try {
            read(step, given);
            return List.of();
        } catch (BadArgumentsException e) {
            return e.problems().stream()
                    .filter(problem -> problem.startsWith(prefix))
                    .map(problem -> problem.substring(prefix.length()))
                    .toList();
        }
    }

    private static void read(StepSpec step, Map<String, Object> given) {
        if (step.name().equals(StepSpecs.MANUAL_APPROVAL.name())) {
            ManualApprovalArgs.from(given);
        } else {
            ReleaseRequest.of(step, given);
        }
    }
}
