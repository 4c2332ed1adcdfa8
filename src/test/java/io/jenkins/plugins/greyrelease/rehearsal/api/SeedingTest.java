package io.jenkins.plugins.greyrelease.rehearsal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.manifest.ManifestException;
import io.jenkins.plugins.greyrelease.manifest.Manifests;
import org.junit.jupiter.api.Test;

class SeedingTest {
    private final ApiServer server = new Given().server;

    @Test
    void theObjectsOfManifestsAreCreatedInACluster() {
        Manifests manifests = Manifests.parse("all.yaml", deployment("cart") + "---\n" + deployment("web"), "shop");

        Seeding.create(manifests, server, "kubectl");

        assertThat(server.list(Kind.DEPLOYMENT, "shop", null)).hasSize(2);
    }

    @Test
    void whatTheServerRefusesIsSaid() {
        Manifests manifests = Manifests.parse("all.yaml", deployment("Cart!"), "shop");

        assertThatThrownBy(() -> Seeding.create(manifests, server, "kubectl"))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("Cart!");
    }

    private static String deployment(String name) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %s}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: x}}
                  template:
                    metadata: {labels: {app: x}}
                    spec: {containers: [{name: c, image: registry.example/c:1}]}
                """.formatted(name);
    }
}
