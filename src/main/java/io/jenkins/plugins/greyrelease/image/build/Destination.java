package io.jenkins.plugins.greyrelease.image.build;

import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.image.Registry;
import java.util.Optional;

/**
 * Where images go: a configured registry, and what their repositories begin with there.
 *
 * @param host as image references name it
 * @param prefix such as {@code shop}, a project of a Harbor; empty: none
 */
public record Destination(Registry registry, String host, String prefix) {
    private static final String BASES = "base/";

    /**
     * Reads {@code registry}: the name of a configured registry or its host, and behind a slash a prefix.
     *
     * @param given empty: the only registry, or the first that gets its images from no other
     * @throws BuildFailure if it means none of them
     */
    public static Destination of(Registries registries, Optional<String> given) {
        if (given.isEmpty()) {
            return registries.all().stream()
                    .filter(each -> each.spec().upstream().isEmpty())
                    .findFirst()
                    .map(member ->
                            new Destination(member.registry(), member.spec().host(), ""))
                    .orElseThrow(() -> new BuildFailure("registry: none is configured; add the registry to the fleet"
                            + " (registries: in fleet.yaml, Grey Release on Jenkins' system page)"));
        }
        String text = given.get();
        int slash = text.indexOf('/');
        String first = slash < 0 ? text : text.substring(0, slash);
        String prefix = slash < 0 ? "" : text.substring(slash + 1);
        try {
            Registries.Member member = registries.byHost(first).orElseGet(() -> registries.byName(first));
            return new Destination(member.registry(), member.spec().host(), prefix);
        } catch (IllegalArgumentException e) {
            throw new BuildFailure("registry: '" + text + "': " + e.getMessage());
        }
    }

    /** An image of this name, under a tag. */
    ImageRef image(String name, String tag) {
        return new ImageRef(host, under(name), Optional.of(tag), Optional.empty());
    }

    /** A version of the base image of a type. */
    public ImageRef base(String type, String tag) {
        return image(BASES + type, tag);
    }

    /** The same place without the prefix, where base images for all projects may be. */
    Destination top() {
        return new Destination(registry, host, "");
    }

    private String under(String name) {
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }
}
