package io.jenkins.plugins.greyrelease.flow;

import io.jenkins.plugins.greyrelease.step.StepSpecs;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What steps give when all goes well, for those that go through a pipeline without carrying it out. */
public final class Guess {
    private Guess() {}

    /**
     * The value of a call, as far as its arguments tell; an image has no registry yet.
     *
     * @param step its name
     * @param given its arguments, found good
     */
    public static Object of(String step, Map<String, Object> given) {
        if (step.equals(StepSpecs.BUILD_IMAGE.name())) {
            return given.get("app") + ":" + given.get("tag");
        } else if (step.equals(StepSpecs.BUILD_BASE_IMAGE.name())) {
            return given.get("type") + ":" + given.get("tag");
        }
        Map<String, Object> result = new TreeMap<>(Map.of("outcome", "released", "approved", true));
        if (step.equals(StepSpecs.HARBOR_SYNC.name())) {
            Object to = given.getOrDefault("to", List.of());
            (to instanceof List<?> several ? several : List.of(to))
                    .forEach(registry -> result.put(registry.toString(), given.get("image")));
        }
        return result;
    }
}
