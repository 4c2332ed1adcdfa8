package io.jenkins.plugins.greyrelease.jenkins.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which version of which app runs where, as far as a job's releases that have ended tell: somebody else may have
 * released since.
 *
 * @param places in the order in which they were first released to
 */
public record VersionsInService(List<Place> places) {
    /** Beyond this, what was not released to for the longest time is forgotten. */
    private static final int MOST = 1000;

    public VersionsInService {
        places = places == null ? List.of() : List.copyOf(places);
    }

    /**
     * One app in one cluster.
     *
     * @param image what runs there; empty if this job never released it there to the end
     * @param release the last one that ended there
     * @param run that asked for it, as {@code Run.getExternalizableId()}
     * @param at when it ended, ISO 8601
     * @param remark what else is to be known; empty if nothing
     */
    public record Place(
            String app,
            String namespace,
            String cluster,
            String image,
            String release,
            String run,
            String at,
            String remark) {
        boolean sameAs(Place other) {
            return app.equals(other.app) && namespace.equals(other.namespace) && cluster.equals(other.cluster);
        }
    }

    /**
     * What is known after a release has ended.
     *
     * @param result as a step returns it
     */
    VersionsInService after(SavedUndertaking ended, Map<String, Object> result) {
        VersionsInService known = this;
        if (result.get("clusters") instanceof List<?> clusters) {
            for (Object each : clusters) {
                if (each instanceof Map<?, ?> cluster) {
                    known = known.after(ended, result, cluster);
                }
            }
        }
        return known;
    }

    private VersionsInService after(SavedUndertaking ended, Map<String, Object> result, Map<?, ?> cluster) {
        String name = text(cluster.get("cluster"));
        String release = text(result.get("release"));
        Place fresh = new Place(ended.app, ended.namespace, name, "", release, ended.run, ended.ended, "");
        Place before = places.stream().filter(fresh::sameAs).findFirst().orElse(null);
        if (before != null && before.at().compareTo(ended.ended) > 0) {
            return this;
        }
        String old = before == null ? "" : before.image();
        return switch (text(cluster.get("ended"))) {
            case "new" -> with(fresh, text(result.get("image")), "");
            case "old" ->
                with(fresh, old, "release " + release + " was taken back" + (old.isEmpty() ? ": as before it" : ""));
            case "paused", "unreachable" ->
                with(
                        fresh,
                        old,
                        "release " + release + " was left open here: part of the pods may be of another version");
            default -> this;
        };
    }

    private VersionsInService with(Place place, String image, String remark) {
        List<Place> all = new ArrayList<>(places);
        Place now = new Place(
                place.app(),
                place.namespace(),
                place.cluster(),
                image,
                place.release(),
                place.run(),
                place.at(),
                remark);
        int at = 0;
        while (at < all.size() && !all.get(at).sameAs(now)) {
            at++;
        }
        if (at < all.size()) {
            all.set(at, now);
        } else {
            all.add(now);
        }
        if (all.size() > MOST) {
            all.stream().min((a, b) -> a.at().compareTo(b.at())).ifPresent(all::remove);
        }
        return new VersionsInService(all);
    }

    private static String text(Object value) {
        return Objects.toString(value, "");
    }
}
