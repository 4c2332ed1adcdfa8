package io.jenkins.plugins.greyrelease.rehearsal.api;

import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.WHO;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Patch;
import io.jenkins.plugins.greyrelease.manifest.KnownKinds;
import io.jenkins.plugins.greyrelease.manifest.Manifests;
import org.junit.jupiter.api.Test;

/** A patch turns an object into JSON and back; what it does not name must come out as it went in. */
class RoundTripTest {

    private static final String RICH = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: rich, labels: {app: rich}, annotations: {empty: ""}}
            spec:
              replicas: 0
              strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0%}}
              selector: {matchExpressions: [{key: app, operator: In, values: [rich]}]}
              template:
                metadata: {labels: {app: rich}}
                spec:
                  securityContext: {runAsNonRoot: true, fsGroup: 1000}
                  nodeSelector: {}
                  affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1,
                    podAffinityTerm: {labelSelector: {}, topologyKey: kubernetes.io/hostname}}]}}
                  topologySpreadConstraints: [{maxSkew: 1, topologyKey: rack, whenUnsatisfiable: DoNotSchedule,
                    labelSelector: {matchLabels: {app: rich}}}]
                  initContainers: [{name: first, image: "x:1", command: [sh, -c, "true"]}]
                  volumes: [{name: tmp, emptyDir: {}}, {name: conf, configMap: {name: c, items: []}},
                    {name: token, projected: {sources: [{downwardAPI: {items: [{path: n,
                    fieldRef: {fieldPath: metadata.name}}]}}]}}]
                  containers:
                  - name: server
                    image: registry.example/rich@sha256:0123456789abcdef
                    env: [{name: EMPTY, value: ""}, {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}]
                    ports: [{name: http, containerPort: 8080}]
                    securityContext: {capabilities: {drop: [ALL]}, privileged: false}
                    resources: {requests: {cpu: 0.5, memory: 64Mi}, limits: {cpu: 1500m, memory: 1Gi}}
                    readinessProbe: {grpc: {port: 8080}}
                    livenessProbe: {httpGet: {path: /z, port: http, httpHeaders: [{name: C, value: d}]}}
                    lifecycle: {preStop: {exec: {command: [sleep, "5"]}}}
                    volumeMounts: [{name: tmp, mountPath: /tmp}]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: rich}
            spec: {selector: {app: rich}, ports: [{port: 80, targetPort: http}, {port: 81, name: b}]}
            ---
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: rich}
            spec:
              maxReplicas: 9
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: rich}
              metrics: [{type: External, external: {metric: {name: q, selector: {}}, target: {type: AverageValue,
                averageValue: 30}}}]
              behavior: {scaleDown: {stabilizationWindowSeconds: 0}}
            ---
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: rich}
            spec: {minAvailable: 80%, selector: {}}
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: rich}
            spec: {podSelector: {}, ingress: [{}], policyTypes: [Ingress]}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: rich}
            data: {a: "", b: "text"}
            ---
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: rich}
            spec: {hard: {requests.cpu: 4, pods: "10"}}
            ---
            apiVersion: coordination.k8s.io/v1
            kind: Lease
            metadata: {name: rich}
            spec: {holderIdentity: me, renewTime: "2026-01-05T08:00:00.000000Z", leaseDurationSeconds: 15}
            ---
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata: {name: rich}
            spec: {maxReplicaCount: 3, triggers: [{type: cpu, metadata: {value: "60"}}]}
            """;

    private final ApiServer server = new Given().server;

    @Test
    void aPatchThatSaysNothingChangesNothing() {
        Manifests manifests = Manifests.parse("rich.yaml", RICH, "shop");
        assertThat(manifests.remarks()).isEmpty();
        Seeding.create(manifests, server, WHO);

        assertThat(manifests.objects()).hasSize(9);
        manifests.objects().forEach(object -> unchanged(kindOf(object), object));
    }

    @Test
    void applyingTheSameManifestAgainChangesNothing() {
        Manifests manifests = Manifests.parse("rich.yaml", RICH, "shop");
        Seeding.create(manifests, server, WHO);
        String version = server.listing(Kind.DEPLOYMENT, "shop", null).resourceVersion();
        HasMetadata again = manifests.objects().get(0);

        server.update(WHO, Kind.DEPLOYMENT, Kind.DEPLOYMENT.type().cast(again));

        assertThat(server.listing(Kind.DEPLOYMENT, "shop", null).resourceVersion())
                .isEqualTo(version);
    }

    private <T extends HasMetadata> void unchanged(Kind<T> kind, HasMetadata object) {
        String name = object.getMetadata().getName();
        T before = server.get(kind, "shop", name);

        T after = server.patch(WHO, kind, "shop", name, Patch.merge("{}"));

        assertThat(after).as(kind.kind()).isEqualTo(before);
        assertThat(after.getMetadata().getResourceVersion())
                .as(kind.kind())
                .isEqualTo(before.getMetadata().getResourceVersion());
    }

    private static Kind<?> kindOf(HasMetadata object) {
        return KnownKinds.find(object.getApiVersion(), object.getKind()).orElseThrow();
    }
}
