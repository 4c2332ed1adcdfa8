package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import io.jenkins.plugins.greyrelease.kube.contract.RealClusters;
import io.jenkins.plugins.greyrelease.manifest.Manifests;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The frontend of the Online Boutique in a namespace of real clusters, and the same in simulated ones. */
final class RealFrontend implements AutoCloseable {
    static final String OLD = "us-central1-docker.pkg.dev/online-boutique-ci/microservices-demo/frontend:v0.10.6";
    static final String NEW = "us-central1-docker.pkg.dev/online-boutique-ci/microservices-demo/frontend:v0.10.7";
    private static final Path FRONTEND = Path.of("src/test/resources/real/frontend.yaml");

    private final RealClusters real;
    private final String namespace;
    private final Manifests manifests;
    private final List<RealApp> apps = new ArrayList<>();

    /** In a namespace of its own that begins so. */
    RealFrontend(RealClusters real, String prefix) {
        this.real = real;
        namespace = real.namespace(prefix, real.names());
        manifests = Manifests.load(FRONTEND, namespace);
    }

    String namespace() {
        return namespace;
    }

    /** The app, and all that its pods need. */
    RealApp in(String cluster) {
        Cluster there = real.cluster(cluster);
        Service service = (Service) manifests.objects().stream()
                .filter(Service.class::isInstance)
                .findFirst()
                .orElseThrow();
        RealClusters.answer(there.create(Kind.SERVICE, service, WriteOptions.FOR_REAL));
        Deployment deployment = deployment(manifests);
        ServiceAccount account = new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(deployment.getSpec().getTemplate().getSpec().getServiceAccountName())
                .withNamespace(namespace)
                .endMetadata()
                .build();
        RealClusters.answer(there.create(RealClusters.SERVICE_ACCOUNT, account, WriteOptions.FOR_REAL));
        RealApp app = new RealApp(real, cluster, deployment);
        apps.add(app);
        return app;
    }

    private static Deployment deployment(Manifests of) {
        return of.objects().stream()
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** Its release in batches of 1, 4 and 5, each in one slice. */
    Specs spec(List<String> clusters) {
        return Specs.of("frontend")
                .namespace(namespace)
                .image(NEW)
                .clusters(clusters)
                .batches(Rig.pods(1), Rig.pods(4), Rig.pods(5))
                .maxSurge("50%");
    }

    /** Simulated clusters of the same names with the same app. */
    Rig rig() {
        Rig rig = new Rig(1, real.names().toArray(String[]::new));
        Deployment simulated = deployment(Manifests.load(FRONTEND, Rig.NS));
        real.names().forEach(cluster -> rig.app(cluster, simulated));
        return rig.settled();
    }

    @Override
    public void close() {
        apps.forEach(RealApp::close);
    }
}
