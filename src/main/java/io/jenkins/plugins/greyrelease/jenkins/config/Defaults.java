package io.jenkins.plugins.greyrelease.jenkins.config;

import io.jenkins.plugins.greyrelease.step.StepSpec;
import io.jenkins.plugins.greyrelease.step.StepSpecs;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts what a job has set under what a step was given. */
final class Defaults {
    private Defaults() {}

    /**
     * The arguments of a call: what was given, and for what was not, the job's defaults that the step has a parameter
     * for. The batches are those of a release: a rollback to which none are given goes back at once, as fast as it can.
     *
     * @param defaults by parameter name; null for what the job does not set
     * @param given by parameter name; null or a blank text counts as not given
     */
    static Map<String, Object> under(StepSpec step, Map<String, ?> defaults, Map<String, Object> given) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (String name : step.names()) {
            Object value = defaults.get(name);
            boolean batchesOfRollback = name.equals("batches") && !step.name().equals(StepSpecs.CANARY_BATCH.name());
            if (value != null && !batchesOfRollback) {
                all.put(name, value);
            }
        }
        given.forEach((name, value) -> {
            boolean blank = value == null
                    || value instanceof CharSequence text && text.toString().isBlank();
            if (!blank) {
                all.put(name, value);
            } else {
                all.putIfAbsent(name, value);
            }
        });
        return all;
    }
}
