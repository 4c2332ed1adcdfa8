package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.image.Stage;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.BuildsSpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.SimulatedBuilder;
import io.jenkins.plugins.greyrelease.rehearsal.SimulatedCluster;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ContainerWork;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Lifeline;
import io.jenkins.plugins.greyrelease.rehearsal.registry.SampleImage;
import io.jenkins.plugins.greyrelease.rehearsal.registry.StandInRegistry;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** {@code buildBaseImage} with a Dockerfile, and a simulated cluster to build it. */
abstract class DockerfileRig {
    static final String NAMESPACE = "image-builds";
    static final BuildsSpec BUILDS = new BuildsSpec(
            "build-a",
            NAMESPACE,
            "test.example/tools/buildkit:rootless",
            Optional.empty(),
            "linux/amd64",
            "2",
            "4Gi",
            Duration.ofMinutes(30));
    static final Map<String, Object> ARGUMENTS =
            Map.of("type", "php", "definition", "bases/php", "tag", "8.1", "release", true, "revision", "4f2c");

    @TempDir
    Path workspace;

    final Stage stage = new Stage();
    final StandInRegistry test = stage.add("test");
    final SimulatedCluster cluster =
            new SimulatedCluster(ClusterSpec.simulated("build-a"), stage.time, new SplittableRandom(1));
    FakeHost host;

    @BeforeEach
    void files() throws IOException {
        host = host(cluster.member());
        write("bases/php/Dockerfile", "FROM test.example/os/debian:12\nCOPY conf /etc/php\n");
        write("bases/php/conf/php.ini", "memory_limit=256M\n");
        test.put("os/debian", "12", SampleImage.of("debian", 2000));
        cluster.images().work("*buildkit*", new SimulatedBuilder(name -> Optional.of(test))::work);
    }

    void builder(ContainerWork work) {
        cluster.images().work("*buildkit*", pod -> work);
    }

    void quota(String cpu) {
        cluster.server()
                .create(
                        "kubectl",
                        Kind.RESOURCE_QUOTA,
                        new ResourceQuotaBuilder()
                                .withNewMetadata()
                                .withNamespace(NAMESPACE)
                                .withName("team")
                                .endMetadata()
                                .withNewSpec()
                                .addToHard("requests.cpu", new Quantity(cpu))
                                .endSpec()
                                .build());
    }

    FakeHost host(FleetMember member) {
        return host(member, BUILDS);
    }

    FakeHost dying(Lifeline process) {
        FleetMember member = new FleetMember(cluster.member().spec(), process.cluster(cluster.port()));
        return host(member, BUILDS, process.scheduler(stage.time));
    }

    FakeHost host(FleetMember member, BuildsSpec builds) {
        return host(member, builds, stage.time);
    }

    FakeHost host(FleetMember member, BuildsSpec builds, Scheduler scheduler) {
        FakeHost made = new FakeHost(new Fleet(List.of(member), Optional.of(builds)), scheduler);
        made.registries = new Registries(List.of(stage.member(test)), other -> Optional.empty());
        made.workspace = workspace;
        made.files.putAll(files);
        return made;
    }

    private final Map<String, String> files = new HashMap<>();

    void write(String name, String text) throws IOException {
        files.put(name, text);
        host.files.put(name, text);
        Files.createDirectories(workspace.resolve(name).getParent());
        Files.writeString(workspace.resolve(name), text);
    }

    StepOutcome run(Map<String, Object> arguments) {
        return stage.end(work(host, arguments).start());
    }

    static ErrandWork work(FakeHost host, Map<String, Object> arguments) {
        return new ErrandWork(
                Errand.of(StepSpecs.BUILD_BASE_IMAGE, arguments).orElseThrow(), host, ErrandWork.Rules.NONE);
    }

    void until(java.util.function.BooleanSupplier holds) {
        assertThat(stage.time.runUntil(holds, stage.time.elapsed().plus(Duration.ofMinutes(10))))
                .isTrue();
    }

    <T extends HasMetadata> List<T> all(Kind<T> kind) {
        return cluster.server().list(kind, NAMESPACE, null);
    }

    void assertNothingIsLeft() {
        stage.time.advance(Duration.ofMinutes(1));
        assertThat(Stream.of(Kind.JOB, Kind.POD, Kind.CONFIG_MAP, Kind.SECRET).flatMap(kind -> all(kind).stream()))
                .isEmpty();
    }
}
