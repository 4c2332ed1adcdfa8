package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.image.build.Destination;
import io.jenkins.plugins.greyrelease.image.build.Workbench;
import io.jenkins.plugins.greyrelease.image.job.DockerBuild;
import io.jenkins.plugins.greyrelease.image.job.Dockerfile;
import io.jenkins.plugins.greyrelease.image.job.Site;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.BuildsSpec;

/** Where a Dockerfile is built. */
final class DockerfileErrand {
    private DockerfileErrand() {}

    /** @throws RefusedException if there is no place to build it */
    static ImageRun.Work prepared(
            Host host, Workbench bench, Destination destination, BuildBaseImageArgs args, BaseSource.Docker source) {
        BuildsSpec configured = host.fleet()
                .builds()
                .orElseThrow(
                        () -> new RefusedException(source.file() + ": Dockerfiles are built by a Job in a cluster, and"
                                + " none is configured for that: add 'builds' to the fleet (" + Services.WHERE
                                + "; docs/images.md), or write an image.yaml"));
        FleetMember member =
                BuildBaseImageArgs.member(host.fleet(), args.cluster().orElse(configured.cluster()));
        if (!member.allows(configured.namespace())) {
            throw new RefusedException(
                    "cluster " + member.name() + " is not open to namespace " + configured.namespace()
                            + " (its 'namespaces': " + member.spec().namespaces() + "), where images are built");
        }
        Site site = new Site(
                member,
                configured,
                host.registries(),
                host.scheduler(),
                host.ids(),
                host.run().id());
        DockerBuild build = new DockerBuild(
                bench,
                site,
                destination,
                new DockerBuild.Request(
                        args.type(),
                        source.folder(),
                        Dockerfile.read(source.file(), source.text()),
                        args.tag(),
                        args.release(),
                        args.origin(),
                        args.allow()));
        return new ImageRun.Work(build::build, build::status);
    }
}
