package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.image.build.BaseDefinition;
import io.jenkins.plugins.greyrelease.image.build.BaseImageBuild;
import io.jenkins.plugins.greyrelease.image.build.BaseImages;
import io.jenkins.plugins.greyrelease.image.build.DefinitionReader;
import io.jenkins.plugins.greyrelease.image.build.Destination;
import io.jenkins.plugins.greyrelease.image.build.Origin;
import io.jenkins.plugins.greyrelease.image.build.Workbench;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.BuildsSpec;
import io.jenkins.plugins.greyrelease.runtime.Names;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The arguments of {@code buildBaseImage}.
 *
 * @param type the application type
 * @param definition folder with the definition, or a Dockerfile
 * @param tag the version
 * @param registry where it goes; empty: the usual one
 * @param release whether applications get it from now on
 * @param cluster whose nodes build a Dockerfile; empty: the one that is configured
 * @param allow files beside a Dockerfile that look like credentials and are none
 * @param origin what it is built from
 */
public record BuildBaseImageArgs(
        String type,
        String definition,
        String tag,
        Optional<String> registry,
        boolean release,
        Optional<String> cluster,
        List<String> allow,
        Origin origin)
        implements ClusterlessErrand {

    public BuildBaseImageArgs {
        allow = List.copyOf(allow);
    }

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
                reader.text("cluster"),
                reader.texts("allow"),
                images.origin());
        if (args.tag().equals(BaseImages.RELEASED)) {
            reader.bad("tag", "marks the released version; give the version a name of its own and say release: true");
        }
        reader.end();
        return args;
    }

    /** A cluster that somebody names is one that they have to be allowed to use. */
    @Override
    public String namespace(Fleet fleet) {
        return cluster.isEmpty()
                ? ""
                : fleet.builds().map(BuildsSpec::namespace).orElse("");
    }

    @Override
    public List<String> clusters() {
        return cluster.stream().toList();
    }

    @Override
    public CompletableFuture<List<FleetMember>> members(Fleet fleet) {
        return CompletableFuture.completedFuture(
                cluster.stream().map(name -> member(fleet, name)).toList());
    }

    /** @throws RefusedException if there is none */
    static FleetMember member(Fleet fleet, String name) {
        return fleet.member(name)
                .orElseThrow(() -> new RefusedException("cluster: no cluster is named '" + name + "'"
                        + Names.hint(name, fleet.names()) + "; there are " + String.join(", ", fleet.names())));
    }

    @Override
    public ErrandRun run(Host host, List<FleetMember> members) {
        return new ImageRun(host, bench -> {
            Destination destination = Destination.of(host.registries(), registry);
            return BaseSource.read(host, definition)
                    .thenApply(source -> source instanceof BaseSource.Docker docker
                            ? DockerfileErrand.prepared(host, bench, destination, this, docker)
                            : prepared(bench, destination, source));
        });
    }

    private ImageRun.Work prepared(Workbench bench, Destination destination, BaseSource source) {
        if (cluster.isPresent() || !allow.isEmpty()) {
            throw new RefusedException((cluster.isPresent() ? "cluster" : "allow") + ": is for Dockerfiles, and "
                    + definition + " has an " + DefinitionReader.FILE);
        }
        BaseDefinition read = DefinitionReader.read(definition, source.text());
        BaseImageBuild build =
                new BaseImageBuild(bench, destination, new BaseImageBuild.Request(type, read, tag, release, origin));
        return new ImageRun.Work(build::build, build::status);
    }
}
