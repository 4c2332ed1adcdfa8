package io.jenkins.plugins.greyrelease.jenkins.config;

import io.jenkins.plugins.greyrelease.kube.FleetReader;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import java.util.List;
import java.util.Map;

/** What is wrong with one field of a form, by the rules that hold when the whole is saved. */
final class FieldChecks {
    private FieldChecks() {}

    /**
     * What is wrong with one key of a cluster or registry by itself; whether its name is unique shows only in the whole.
     *
     * @param list {@code clusters} or {@code registries}
     * @param values of the entry, as {@link FleetReader#of} takes them
     * @return sentences without their path
     */
    static List<String> entry(String list, Map<String, Object> values, String key) {
        return under(list + "[0]." + key + ": ", Map.of(list, List.of(values)));
    }

    /**
     * What is wrong with one key of a server.
     *
     * @param values of the entry, as {@link FleetReader#of} takes them
     * @return sentences without their path
     */
    static List<String> service(Map<String, Object> values, String key) {
        return under("jira." + key + ": ", Map.of("jira", values));
    }

    /**
     * What is wrong with one key of where images are built; whether there is such a cluster shows only in the whole.
     *
     * @param values of the entry, as {@link FleetReader#of} takes them
     * @return sentences without their path
     */
    static List<String> builds(Map<String, Object> values, String key) {
        return under("builds." + key + ": ", Map.of("builds", values));
    }

    private static List<String> under(String path, Map<String, Object> fleet) {
        try {
            FleetReader.of("fleet", fleet);
            return List.of();
        } catch (BadArgumentsException e) {
            return e.problems().stream()
                    .filter(problem -> problem.startsWith(path))
                    .map(problem -> problem.substring(path.length()))
                    .toList();
        }
    }
}
