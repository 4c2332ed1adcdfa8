package io.jenkins.plugins.greyrelease.approval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a vote is about and bound to: it counts for exactly this and for nothing else. All parts are empty where the
 * approval belongs to no release.
 *
 * @param release id of the release
 * @param app the Deployment's name
 * @param plan the plan's whole hash
 * @param image what is released, by digest where it is known
 * @param batch which batch was done, such as {@code 1/3}
 * @param cluster where; several, separated by blanks, if a batch covers them
 */
public record Ballot(String release, String app, String plan, String image, String batch, String cluster) {
    /** That of an approval outside of any release. */
    public static final Ballot NONE = new Ballot("", "", "", "", "", "");

    /** Whether it belongs to a release. */
    public boolean ofRelease() {
        return !release.isEmpty();
    }

    /** The parts that differ from a newer one, in words, such as {@code the batch (1/3, now 2/3)}. */
    public List<String> changes(Ballot newer) {
        Map<String, String> now = newer.parts();
        return parts().entrySet().stream()
                .filter(part -> !part.getValue().equals(now.get(part.getKey())))
                .map(part -> "the " + part.getKey() + " (" + shown(part.getValue()) + ", now "
                        + shown(now.get(part.getKey())) + ")")
                .toList();
    }

    /** Its parts by name, in order. */
    public Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("release", release);
        parts.put("app", app);
        parts.put("plan", plan);
        parts.put("image", image);
        parts.put("batch", batch);
        parts.put("cluster", cluster);
        return parts;
    }

    /** For people: {@code batch 1/3 of cart in gd9-a, image …, plan 3f9a0b12c4d5}; empty outside of a release. */
    public String words() {
        return ofRelease()
                ? "batch " + batch + " of " + app + " in " + cluster + ", image " + image + ", plan "
                        + plan.substring(0, Math.min(12, plan.length()))
                : "";
    }

    private static String shown(String part) {
        return part.isEmpty() ? "none" : part;
    }
}
