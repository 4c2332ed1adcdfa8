package io.jenkins.plugins.greyrelease.image;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Over which links an image gets from one registry to others: each destination has it from its upstream, if that has it
 * or gets it as well, else from the next one up, else from the source. No link is used twice, and no destination begins
 * before the one it gets the image from has it.
 *
 * <p>Example: from {@code test} to {@code prod}, {@code gd9} and {@code bj1}, where {@code prod} is the upstream of both
 * others: tier 1 is test → prod, tier 2 prod → gd9 and prod → bj1. Without {@code prod} among the destinations, both get
 * it from {@code test}.
 *
 * @param source name of the registry that has the image
 * @param links lower tiers first, in the order in which the destinations were named within a tier
 */
public record CopyPlan(String source, List<Link> links) {

    public CopyPlan {
        links = List.copyOf(links);
    }

    /**
     * One way from a registry to another one.
     *
     * @param from name of a registry that has the image, or has it after a lower tier
     * @param to name of a destination
     * @param tier 1 or more: how many links it is away from the source
     */
    public record Link(String from, String to, int tier) {
        @Override
        public String toString() {
            return from + " → " + to;
        }
    }

    /**
     * Plans.
     *
     * @param destinations names; the source among them, and one that is named twice, need no link
     * @param upstreams name of a registry → name of the one it gets its images from
     */
    public static CopyPlan of(String source, List<String> destinations, Map<String, String> upstreams) {
        Set<String> wanted = new LinkedHashSet<>(destinations);
        wanted.remove(source);
        Map<String, String> next = new HashMap<>();
        wanted.forEach(each -> next.put(each, nextUp(each, source, wanted, upstreams)));
        // upstreams in a circle lead nowhere
        Map<String, String> from = new HashMap<>(next);
        wanted.stream().filter(each -> inCircle(each, next)).forEach(each -> from.put(each, source));
        List<Link> links = new ArrayList<>();
        wanted.forEach(each -> links.add(new Link(from.get(each), each, tier(each, source, from))));
        links.sort(Comparator.comparingInt(Link::tier));
        return new CopyPlan(source, links);
    }

    /** The nearest one up that has the image or gets it. */
    private static String nextUp(String to, String source, Set<String> wanted, Map<String, String> upstreams) {
        Set<String> passed = new HashSet<>(Set.of(to));
        for (String at = upstreams.get(to); at != null && passed.add(at); at = upstreams.get(at)) {
            if (at.equals(source) || wanted.contains(at)) {
                return at;
            }
        }
        return source;
    }

    private static boolean inCircle(String start, Map<String, String> next) {
        Set<String> passed = new HashSet<>();
        String at = next.get(start);
        while (at != null && !at.equals(start) && passed.add(at)) {
            at = next.get(at);
        }
        return start.equals(at);
    }

    private static int tier(String to, String source, Map<String, String> from) {
        int tier = 0;
        for (String at = to; !at.equals(source); at = from.get(at)) {
            tier++;
        }
        return tier;
    }
}
