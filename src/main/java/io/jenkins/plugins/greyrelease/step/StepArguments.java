package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The arguments of any step that this version carries out, by the step's name. */
public final class StepArguments {
    /** Whether an argument goes together with others shows only where all of them are known. */
    private static final String TOGETHER = " is only for ";

    private static final Map<String, Function<Map<String, Object>, ?>> READERS = readers();

    private StepArguments() {}

    private static Map<String, Function<Map<String, Object>, ?>> readers() {
        Map<String, Function<Map<String, Object>, ?>> readers = new HashMap<>(Errand.readers());
        readers.put(StepSpecs.CANARY_BATCH.name(), CanaryBatchArgs::from);
        readers.put(StepSpecs.ROLLBACK.name(), RollbackArgs::from);
        readers.put(StepSpecs.MANUAL_APPROVAL.name(), ManualApprovalArgs::from);
        return readers;
    }

    /**
     * What is wrong with one argument by itself, for a form.
     *
     * @param name one of the step's parameters
     * @param value as a Jenkinsfile would give it
     */
    public static List<String> problems(StepSpec step, String name, Object value) {
        try {
            READERS.get(step.name()).apply(Map.of(name, value));
            return List.of();
        } catch (BadArgumentsException e) {
            return e.problems().stream()
                    .filter(problem -> problem.startsWith(name + ": ") && !problem.contains(TOGETHER))
                    .toList();
        }
    }
}
