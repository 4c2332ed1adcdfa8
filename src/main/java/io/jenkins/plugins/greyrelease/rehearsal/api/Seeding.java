package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.manifest.KnownKinds;
import io.jenkins.plugins.greyrelease.manifest.ManifestException;
import io.jenkins.plugins.greyrelease.manifest.Manifests;
import java.util.List;

/** Puts manifests into a simulated cluster. */
public final class Seeding {
    private Seeding() {}

    /**
     * Creates all objects, autoscalers and workloads alike in the files' order.
     *
     * @throws ManifestException if the server refuses one
     */
    public static void create(Manifests manifests, Api api, String who) {
        for (HasMetadata object : manifests.objects()) {
            try {
                create(api, who, object);
            } catch (KubeException e) {
                throw new ManifestException(List.of(e.getMessage()));
            }
        }
    }

    private static <T extends HasMetadata> void create(Api api, String who, HasMetadata object) {
        @SuppressWarnings("unchecked")
        Kind<T> kind = (Kind<T>) KnownKinds.find(object.getApiVersion(), object.getKind())
                .orElseThrow(() -> new IllegalArgumentException("not served: " + object.getKind()));
        api.create(who, kind, kind.type().cast(object));
    }
}
