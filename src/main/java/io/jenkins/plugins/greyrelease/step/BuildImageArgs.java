package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.image.build.AppImageBuild;
import io.jenkins.plugins.greyrelease.image.build.AppImageBuild.Content;
import io.jenkins.plugins.greyrelease.image.build.AppImageBuild.Stands;
import io.jenkins.plugins.greyrelease.image.build.Destination;
import io.jenkins.plugins.greyrelease.image.build.Platforms;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The arguments of {@code buildImage}.
 *
 * @param request what is built
 * @param registry where it goes; empty: the usual one
 */
public record BuildImageArgs(AppImageBuild.Request request, Optional<String> registry) implements ClusterlessErrand {

    /**
     * Reads what a Jenkinsfile gave.
     *
     * @param given by parameter name
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException with everything that is wrong
     */
    public static BuildImageArgs from(Map<String, Object> given) {
        ArgumentReader reader = new ArgumentReader(StepSpecs.BUILD_IMAGE, given);
        ImageArguments images = new ImageArguments(reader);
        AppImageBuild.Request request = new AppImageBuild.Request(
                images.repository("app"),
                images.tag(),
                stands(reader, images),
                new Content(
                        images.inside("artifact").orElse(""),
                        images.absolute("into"),
                        images.inside("config"),
                        images.absolute("configInto"),
                        reader.texts("allow"),
                        reader.texts("command")),
                Platforms.read(reader.texts("platforms"), problem -> reader.bad("platforms", problem)),
                images.labels(),
                images.origin());
        if (request.content().configInto().isPresent()
                && request.content().config().isEmpty()) {
            reader.problem("configInto: says where 'config' goes, and 'config' is not given");
        }
        Optional<String> registry = images.registry();
        reader.end();
        return new BuildImageArgs(request, registry);
    }

    private static Stands stands(ArgumentReader reader, ImageArguments images) {
        boolean type = reader.has("type");
        if (type == reader.has("base")) {
            reader.problem(
                    type
                            ? "type, base: only one of them: the released base image of a type, or an image"
                            : "type, base: one of them is needed: the released base image of a type, or an image");
        }
        return new Stands(base(reader), Optional.of(images.repository("type")).filter(text -> !text.isEmpty()));
    }

    private static Optional<ImageRef> base(ArgumentReader reader) {
        try {
            return reader.text("base").map(ImageRef::of);
        } catch (IllegalArgumentException e) {
            reader.bad("base", e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public ErrandRun run(Host host, List<FleetMember> members) {
        return new ImageRun(host, bench -> {
            AppImageBuild build = new AppImageBuild(bench, Destination.of(host.registries(), registry), request);
            return CompletableFuture.completedFuture(new ImageRun.Work(build::build, build::status));
        });
    }
}
