package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.harbor.Severity;
import io.jenkins.plugins.greyrelease.harbor.Wish.Via;
import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of {@code harborSync}.
 *
 * @param image with a tag or a digest, or both
 * @param to names of registries, in order
 * @param via how it gets there
 * @param timeout of all of it, more than 0
 * @param maxSeverity the worst that is allowed; empty: nobody asks
 * @param signed whether a signature has to be there too
 */
public record HarborSyncArgs(
        ImageRef image, List<String> to, Via via, Duration timeout, Optional<Severity> maxSeverity, boolean signed)
        implements ClusterlessErrand {
    private static final Duration USUAL = Duration.ofHours(1);

    /** Holds the place of an image that cannot be read, until all problems are said. */
    private static final ImageRef NO_IMAGE = ImageRef.of("none");

    public HarborSyncArgs {
        to = List.copyOf(to);
    }

    /**
     * Reads what a Jenkinsfile gave.
     *
     * @param given by parameter name
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException with everything that is wrong
     */
    public static HarborSyncArgs from(Map<String, Object> given) {
        ArgumentReader reader = new ArgumentReader(StepSpecs.HARBOR_SYNC, given);
        HarborSyncArgs args = new HarborSyncArgs(
                image(reader),
                destinations(reader),
                reader.choice("via", Via.AUTO, List.of(Via.values())),
                timeout(reader),
                Optional.ofNullable(reader.choice("maxSeverity", null, List.of(Severity.values()))),
                reader.flag("signed"));
        reader.end();
        return args;
    }

    private static ImageRef image(ArgumentReader reader) {
        Optional<String> text = reader.text("image");
        try {
            ImageRef image = text.map(ImageRef::of).orElse(NO_IMAGE);
            if (text.isPresent() && image.tag().isEmpty() && image.digest().isEmpty()) {
                reader.bad("image", "must have a tag or a digest, such as registry.example/shop/cart:1.4.0");
            }
            return image;
        } catch (IllegalArgumentException e) {
            reader.bad("image", Forms.IMAGE_ALLOWED);
            return NO_IMAGE;
        }
    }

    private static List<String> destinations(ArgumentReader reader) {
        List<String> to = reader.texts("to");
        to.stream()
                .filter(name -> to.indexOf(name) != to.lastIndexOf(name))
                .distinct()
                .forEach(name -> reader.bad("to", "names '" + name + "' twice"));
        return to;
    }

    private static Duration timeout(ArgumentReader reader) {
        Duration timeout = reader.duration("timeout").orElse(USUAL);
        if (timeout.isZero()) {
            reader.bad("timeout", "must be more than 0");
        }
        return timeout;
    }

    @Override
    public ErrandRun run(Host host, List<FleetMember> members) {
        return new HarborSyncRun(host, this);
    }
}
