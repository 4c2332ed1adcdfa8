package io.jenkins.plugins.greyrelease.image.build;

import io.jenkins.plugins.greyrelease.image.Digest;
import io.jenkins.plugins.greyrelease.image.build.BaseImages.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The versions of one base image in their order: by the time at which they count as created, where all of them say it,
 * otherwise by their tags, in which numbers count as numbers. Immutable.
 *
 * <p>Example: {@code 10.1.9} is older than {@code 10.1.10}.
 *
 * @param oldestFirst each digest once
 */
public record BaseVersions(List<Version> oldestFirst) {
    private static final Pattern BETWEEN = Pattern.compile("(?<=\\D)(?=\\d)|(?<=\\d)(?=\\D)");

    public BaseVersions {
        oldestFirst = List.copyOf(oldestFirst);
    }

    /** Brings versions into their order, and those of one digest together. */
    static BaseVersions of(List<Version> found) {
        Map<Digest, Version> distinct = new LinkedHashMap<>();
        found.forEach(each -> distinct.merge(each.digest(), each, BaseVersions::both));
        List<Version> all = new ArrayList<>(distinct.values());
        boolean dated = all.stream().allMatch(each -> each.created().isAfter(Instant.EPOCH));
        Comparator<Version> byTag = Comparator.comparing(Version::shown, BaseVersions::natural);
        all.sort(dated ? Comparator.comparing(Version::created).thenComparing(byTag) : byTag);
        return new BaseVersions(all);
    }

    private static Version both(Version one, Version other) {
        List<String> tags = new ArrayList<>(one.tags());
        tags.addAll(other.tags());
        tags.sort(BaseVersions::natural);
        return new Version(one.digest(), tags, one.released() || other.released(), one.created());
    }

    /** What applications get; empty: none is released. */
    public Optional<Version> released() {
        return oldestFirst.stream().filter(Version::released).findFirst();
    }

    /** The version of this digest; empty: there is none any more. */
    public Optional<Version> find(Digest digest) {
        return oldestFirst.stream().filter(each -> each.digest().equals(digest)).findFirst();
    }

    /**
     * How many versions behind the released one this digest is; negative: it is newer.
     *
     * @return empty if nothing is released, or there is no such version any more
     */
    public OptionalInt behind(Digest digest) {
        Optional<Version> released = released();
        Optional<Version> version = find(digest);
        return released.isPresent() && version.isPresent()
                ? OptionalInt.of(oldestFirst.indexOf(released.get()) - oldestFirst.indexOf(version.get()))
                : OptionalInt.empty();
    }

    private static int natural(String one, String other) {
        String[] left = BETWEEN.split(one);
        String[] right = BETWEEN.split(other);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            int order = part(left[i], right[i]);
            if (order != 0) {
                return order;
            }
        }
        return left.length != right.length ? Integer.compare(left.length, right.length) : one.compareTo(other);
    }

    private static int part(String left, String right) {
        if (!isNumber(left) || !isNumber(right)) {
            return left.compareTo(right);
        }
        String one = left.replaceFirst("^0+", "");
        String other = right.replaceFirst("^0+", "");
        return one.length() != other.length() ? Integer.compare(one.length(), other.length()) : one.compareTo(other);
    }

    private static boolean isNumber(String part) {
        return !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
