package io.jenkins.plugins.greyrelease.image.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.image.build.Bytes;
import io.jenkins.plugins.greyrelease.kube.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a build needs in the cluster beside its Job. All of it belongs to the Job and goes with it. A context has no disk that
 * agent and cluster share, so it goes in pieces that a ConfigMap can hold.
 */
final class JobObjects {
    /** On every object of a build. */
    static final String BUILD = "grey-release/build";

    /** The most that a context may have, compressed: etcd keeps all of it for as long as the build takes. */
    static final int MOST = Bytes.MOST;

    /** A ConfigMap holds 1 MiB, its other fields included. */
    static final int PIECE = 900 * 1024;

    static final String DOCKERFILE = "Dockerfile";
    static final String BUILDER = "buildkitd.toml";
    private static final String DOCKER_HUB = "docker.io";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BuildOrder order;
    private final String name;

    JobObjects(BuildOrder order) {
        this.order = order;
        this.name = order.name();
    }

    String contextName(int piece) {
        return String.format("%s-%03d", name, piece);
    }

    String settingsName() {
        return name + "-settings";
    }

    String secretName() {
        return name + "-registries";
    }

    /** How many pieces the context has. */
    int pieces() {
        return (order.context().length + PIECE - 1) / PIECE;
    }

    /** The pieces of the context: put together in the order of their keys they are the {@code tar.gz}. */
    List<ConfigMap> context(Job owner) {
        List<ConfigMap> pieces = new ArrayList<>();
        for (int i = 0; i < pieces(); i++) {
            byte[] piece =
                    Arrays.copyOfRange(order.context(), i * PIECE, Math.min((i + 1) * PIECE, order.context().length));
            pieces.add(new ConfigMapBuilder()
                    .withMetadata(meta(contextName(i), owner))
                    .addToBinaryData(pieceKey(i), Base64.getEncoder().encodeToString(piece))
                    .build());
        }
        return pieces;
    }

    static String pieceKey(int piece) {
        return String.format("part-%03d", piece);
    }

    /** The Dockerfile, and what the builder has to know of the registries. */
    ConfigMap settings(Job owner) {
        SortedMap<String, String> files = new TreeMap<>();
        files.put(DOCKERFILE, order.dockerfile().text());
        StringBuilder builder = new StringBuilder();
        int authorities = 0;
        for (BuildOrder.Door door : order.doors()) {
            if (!door.plain() && door.authority().isEmpty()) {
                continue;
            }
            builder.append("[registry.\"").append(door.host()).append("\"]\n");
            if (door.plain()) {
                builder.append("  http = true\n");
            }
            if (door.authority().isPresent()) {
                String file = "ca-" + authorities++ + ".pem";
                files.put(file, door.authority().get());
                builder.append("  ca = [\"")
                        .append(JobManifest.SETTINGS)
                        .append('/')
                        .append(file)
                        .append("\"]\n");
            }
        }
        files.put(BUILDER, builder.toString());
        return new ConfigMapBuilder()
                .withMetadata(meta(settingsName(), owner))
                .withData(files)
                .build();
    }

    /** Who the builder is at the registries, as {@code docker login} would write it. */
    Secret secret(Job owner) {
        ObjectNode document = JSON.createObjectNode();
        ObjectNode all = document.putObject("auths");
        for (BuildOrder.Door door : order.doors()) {
            String host = door.host().equals(DOCKER_HUB) ? "https://index.docker.io/v1/" : door.host();
            if (door.login() instanceof Login.Basic basic) {
                all.putObject(host).put("auth", base64(basic.user() + ":" + basic.password()));
            } else if (door.login() instanceof Login.Bearer bearer) {
                all.putObject(host).put("registrytoken", bearer.token());
            }
        }
        return new SecretBuilder()
                .withMetadata(meta(secretName(), owner))
                .withType("kubernetes.io/dockerconfigjson")
                .addToData(".dockerconfigjson", base64(document.toString()))
                .build();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private ObjectMeta meta(String named, Job owner) {
        return new ObjectMetaBuilder()
                .withNamespace(order.where().namespace())
                .withName(named)
                .withLabels(JobManifest.labels(name))
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(Kind.JOB.apiVersion())
                        .withKind(Kind.JOB.kind())
                        .withName(name)
                        .withUid(owner.getMetadata().getUid())
                        .build())
                .build();
    }
}
