package io.jenkins.plugins.greyrelease.image.job;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Job that builds an image with BuildKit, without root and without a daemon. Source: BuildKit's
 * {@code examples/kubernetes/job.rootless.yaml} and {@code docs/rootless.md} say what of a pod's usual confinement it
 * cannot do with. It begins suspended, so that it starts when everything it mounts is there.
 */
final class JobManifest {
    static final String SETTINGS = "/grey/settings";
    static final String CONTAINER = "build";

    /** On the Job, for people: the run, and what is built. */
    static final String RUN = "grey-release/run";

    static final String IMAGE = "grey-release/image";

    /** On everything of all builds. */
    static final Map<String, String> COMMON =
            Map.of("app.kubernetes.io/managed-by", "grey-release", "app.kubernetes.io/component", "image-build");

    private static final String CONTEXT = "/grey/context";
    private static final String LOGINS = "/grey/registries";
    private static final String WORK = "/grey/work";
    private static final String UNCONFINED = "Unconfined";
    /** Fixed in BuildKit's image. */
    private static final long USER = 1000;

    private static final int AFTERWARDS_SECONDS = 3600;

    /** Puts the context together, builds and pushes, and leaves the digest where the kubelet reads it. */
    static final String SCRIPT = """
            mkdir %1$s/context
            cat %2$s/* | tar -xzf - -C %1$s/context
            buildctl-daemonless.sh "$@" --metadata-file %1$s/result.json
            tr -d '\\n' < %1$s/result.json \
            | sed -n 's/.*"containerimage.digest": *"\\(sha256:[0-9a-f]*\\)".*/\\1/p' > /dev/termination-log
            """.formatted(WORK, CONTEXT);

    private final BuildOrder order;
    private final JobObjects objects;
    private final String name;

    JobManifest(BuildOrder order) {
        this.order = order;
        this.objects = new JobObjects(order);
        this.name = order.name();
    }

    static Map<String, String> labels(String name) {
        Map<String, String> labels = new TreeMap<>(COMMON);
        labels.put(JobObjects.BUILD, name);
        return labels;
    }

    Job job() {
        return new JobBuilder()
                .withNewMetadata()
                .withNamespace(order.where().namespace())
                .withName(name)
                .withLabels(labels(name))
                .addToAnnotations(RUN, order.run())
                .addToAnnotations(IMAGE, order.target().toString())
                .endMetadata()
                .withNewSpec()
                .withSuspend(true)
                .withBackoffLimit(0)
                .withActiveDeadlineSeconds(order.where().timeout().toSeconds())
                .withTtlSecondsAfterFinished(AFTERWARDS_SECONDS)
                .withTemplate(template())
                .endSpec()
                .build();
    }

    PodTemplateSpec template() {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels(name))
                // clusters before 1.30 know no field for it
                .addToAnnotations("container.apparmor.security.beta.kubernetes.io/" + CONTAINER, "unconfined")
                .endMetadata()
                .withSpec(pod())
                .build();
    }

    private PodSpec pod() {
        String[] platform = order.where().platform().split("/");
        return new PodSpecBuilder()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withNodeSelector(
                        new TreeMap<>(Map.of("kubernetes.io/os", platform[0], "kubernetes.io/arch", platform[1])))
                .withNewSecurityContext()
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withFsGroup(USER)
                .endSecurityContext()
                .withImagePullSecrets(order.where().pullSecret().stream()
                        .map(secret -> new LocalObjectReferenceBuilder()
                                .withName(secret)
                                .build())
                        .toList())
                .withContainers(container())
                .withVolumes(volumes())
                .build();
    }

    private Container container() {
        Map<String, Quantity> resources = new TreeMap<>(Map.of(
                "cpu", new Quantity(order.where().cpu()),
                "memory", new Quantity(order.where().memory())));
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(order.where().image())
                .withCommand("/bin/sh", "-eu", "-c", SCRIPT, CONTAINER)
                .withArgs(arguments())
                .addNewEnv()
                .withName("BUILDKITD_FLAGS")
                .withValue("--oci-worker-no-process-sandbox --config " + SETTINGS + "/" + JobObjects.BUILDER)
                .endEnv()
                .addNewEnv()
                .withName("BUILDCTL_CONNECT_RETRIES_MAX")
                .withValue("60")
                .endEnv()
                .addNewEnv()
                .withName("DOCKER_CONFIG")
                .withValue(LOGINS)
                .endEnv()
                .addNewEnv()
                .withName("SOURCE_DATE_EPOCH")
                .withValue(String.valueOf(order.created().getEpochSecond()))
                .endEnv()
                .withNewResources()
                .withRequests(resources)
                .withLimits(resources)
                .endResources()
                .withNewSecurityContext()
                .withNewSeccompProfile()
                .withType(UNCONFINED)
                .endSeccompProfile()
                .withNewAppArmorProfile()
                .withType(UNCONFINED)
                .endAppArmorProfile()
                .endSecurityContext()
                .withVolumeMounts(mounts())
                .build();
    }

    /** What {@code buildctl} is told. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "build",
                "--progress=plain",
                "--frontend=dockerfile.v0",
                "--local=context=" + WORK + "/context",
                "--local=dockerfile=" + SETTINGS,
                "--opt=filename=" + JobObjects.DOCKERFILE,
                "--opt=platform=" + order.where().platform(),
                "--opt=build-arg:SOURCE_DATE_EPOCH=" + order.created().getEpochSecond()));
        order.pins().forEach((named, image) -> arguments.add("--opt=context:" + named + "=docker-image://" + image));
        order.labels().forEach((key, value) -> arguments.add("--opt=label:" + key + "=" + value));
        arguments.add("--output=" + output());
        return arguments;
    }

    /** Without a tag: which one it gets, is decided when it is there. */
    private String output() {
        StringBuilder output = new StringBuilder("type=image,name=")
                .append(order.target().registry())
                .append('/')
                .append(order.target().repository())
                .append(
                        ",push=true,push-by-digest=true,name-canonical=true,oci-mediatypes=true,rewrite-timestamp=true");
        order.labels().forEach((key, value) -> output.append(',').append(quoted("annotation." + key + "=" + value)));
        return output.toString();
    }

    /** The output's attributes are one line of CSV. */
    private static String quoted(String field) {
        return field.matches("[^\",\\s]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    private List<VolumeMount> mounts() {
        return List.of(
                mount("context", CONTEXT, true),
                mount("settings", SETTINGS, true),
                mount("registries", LOGINS, true),
                mount("work", WORK, false),
                // the one that the image brings has file systems without set-uid on some nodes
                mount("buildkit", "/home/user/.local/share/buildkit", false));
    }

    private static VolumeMount mount(String volume, String path, boolean readOnly) {
        return new VolumeMountBuilder()
                .withName(volume)
                .withMountPath(path)
                .withReadOnly(readOnly)
                .build();
    }

    private List<Volume> volumes() {
        List<VolumeProjection> pieces = new ArrayList<>();
        for (int i = 0; i < objects.pieces(); i++) {
            pieces.add(new VolumeProjectionBuilder()
                    .withNewConfigMap()
                    .withName(objects.contextName(i))
                    .endConfigMap()
                    .build());
        }
        return List.of(
                new VolumeBuilder()
                        .withName("context")
                        .withNewProjected()
                        .withSources(pieces)
                        .endProjected()
                        .build(),
                new VolumeBuilder()
                        .withName("settings")
                        .withNewConfigMap()
                        .withName(objects.settingsName())
                        .endConfigMap()
                        .build(),
                new VolumeBuilder()
                        .withName("registries")
                        .withNewSecret()
                        .withSecretName(objects.secretName())
                        .addNewItem()
                        .withKey(".dockerconfigjson")
                        .withPath("config.json")
                        .endItem()
                        .endSecret()
                        .build(),
                new VolumeBuilder()
                        .withName("work")
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .build(),
                new VolumeBuilder()
                        .withName("buildkit")
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .build());
    }
}
