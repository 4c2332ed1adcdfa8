package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.image.build.BaseDefinition;
import io.jenkins.plugins.greyrelease.image.build.BaseImageBuild;
import io.jenkins.plugins.greyrelease.image.build.BaseImages;
import io.jenkins.plugins.greyrelease.image.build.DefinitionReader;
import io.jenkins.plugins.greyrelease.image.build.Destination;
import io.jenkins.plugins.greyrelease.image.build.Origin;
import io.jenkins.plugins.greyrelease.image.build.Workbench;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of {@code buildBaseImage}.
 *
 * @param type the application type
 * @param definition folder with the definition
 * @param tag the version
 * @param registry where it goes; empty: the usual one
 * @param release whether applications get it from now on
 * @param origin what it is built from
 */
public record BuildBaseImageArgs(
        String type, String definition, String tag, Optional<String> registry, boolean release, Origin origin)
        implements ClusterlessErrand {

    /**
     * Reads what a Jenkinsfile gave.
     *
     * @param given by parameter name
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException with everything that is wrong
     */
    public static BuildBaseImageArgs from(Map<String, Object> given) {
        ArgumentReader reader = new ArgumentReader(StepSpecs.BUILD_BASE_IMAGE, given);
        ImageArguments images = new ImageArguments(reader);
        BuildBaseImageArgs args = new BuildBaseImageArgs(
                images.repository("type"),
                images.inside("definition").orElse(""),
                images.tag(),
                images.registry(),
                reader.flag("release"),
                images.origin());
        if (args.tag().equals(BaseImages.RELEASED)) {
            reader.bad("tag", "marks the released version; give the version a name of its own and say release: true");
        }
        if (args.definition().matches("(?:.*/)?[Dd]ockerfile")) {
            reader.bad(
                    "definition",
                    "Dockerfiles are not built by this version: write an image.yaml (docs/images.md), or build the image"
                            + " elsewhere and name it in 'from' or as the 'base' of buildImage");
        }
        reader.end();
        return args;
    }

    @Override
    public ErrandRun run(Host host, List<FleetMember> members) {
        return new ImageRun(host, bench -> {
            Destination destination = Destination.of(host.registries(), registry);
            String file = definition + "/" + DefinitionReader.FILE;
            return host.readFile(file)
                    .thenApply(text -> DefinitionReader.read(definition, text))
                    .thenApply(read -> prepared(bench, destination, read));
        });
    }

    private ImageRun.Work prepared(Workbench bench, Destination destination, BaseDefinition read) {
        BaseImageBuild build =
                new BaseImageBuild(bench, destination, new BaseImageBuild.Request(type, read, tag, release, origin));
        return new ImageRun.Work(build::build, build::status);
    }
}
