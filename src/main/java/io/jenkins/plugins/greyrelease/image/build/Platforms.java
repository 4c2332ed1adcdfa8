package io.jenkins.plugins.greyrelease.image.build;

import io.jenkins.plugins.greyrelease.image.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Which platforms an image is built for. */
public final class Platforms {
    /** The one that is meant where none is named and the base leaves it open. */
    public static final Platform USUAL = new Platform("linux", "amd64", Optional.empty());

    private static final String ARM64 = "arm64";

    private Platforms() {}

    /**
     * Reads a list.
     *
     * @param bad hears of each that is none, or there twice
     */
    public static List<Platform> read(List<String> texts, Consumer<String> bad) {
        List<Platform> platforms = new ArrayList<>();
        for (String text : texts) {
            try {
                Platform platform = Platform.of(text);
                if (platforms.contains(platform)) {
                    bad.accept("'" + text + "' is there twice");
                } else {
                    platforms.add(platform);
                }
            } catch (IllegalArgumentException e) {
                bad.accept(e.getMessage());
            }
        }
        return platforms;
    }

    /**
     * Whether an image for one platform is one for another. A variant that was not asked for fits; {@code v8} is what
     * arm64 is anyway.
     */
    static boolean fits(Platform has, Platform wanted) {
        return has.os().equals(wanted.os())
                && has.architecture().equals(wanted.architecture())
                && (wanted.variant().isEmpty()
                        || wanted.variant().equals(has.variant())
                        || (isPlainArm64(has) && isPlainArm64(wanted)));
    }

    private static boolean isPlainArm64(Platform platform) {
        return platform.architecture().equals(ARM64)
                && platform.variant().filter(variant -> !variant.equals("v8")).isEmpty();
    }
}
