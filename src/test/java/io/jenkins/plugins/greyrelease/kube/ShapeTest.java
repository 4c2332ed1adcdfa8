package io.jenkins.plugins.greyrelease.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class ShapeTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: cart-1
              namespace: shop
              uid: u-1
              resourceVersion: '7'
              creationTimestamp: '2026-01-05T08:00:00Z'
              deletionTimestamp: '2026-01-05T09:00:00Z'
              labels: {app: cart}
              annotations: {kubectl.kubernetes.io/restartedAt: '2026'}
              ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: cart-9, uid: u-9, controller: true}]
            spec:
              nodeName: n-1
              containers: [{name: cart, image: 'cart:1', env: [{name: PASSWORD, value: secret}]}]
            status:
              phase: Running
              reason: NodeLost
              podIP: 10.0.0.1
              conditions: [{type: Ready, status: 'False', reason: NodeNotReady, message: lost}]
              initContainerStatuses: [{name: init, restartCount: 1, image: i, imageID: i}]
              containerStatuses:
                - name: cart
                  ready: true
                  restartCount: 2
                  image: cart:1
                  imageID: cart@sha256:0
                  state: {waiting: {reason: CrashLoopBackOff, message: back-off}}
                  lastState: {terminated: {exitCode: 137, reason: OOMKilled}}
            """;

    @Test
    void ofAPodIsKeptWhoseItIsHowItIsAndWhatTroublesIt() {
        Pod kept = Shape.kept(YAML.unmarshal(POD, Pod.class));

        Pod wanted = YAML.unmarshal(POD, Pod.class);
        wanted.getMetadata().setAnnotations(null);
        wanted.setSpec(null);
        wanted.getStatus().setPodIP(null);
        for (var each : wanted.getStatus().getContainerStatuses()) {
            each.setImage(null);
            each.setImageID(null);
        }
        wanted.getStatus().getInitContainerStatuses().get(0).setImage(null);
        wanted.getStatus().getInitContainerStatuses().get(0).setImageID(null);
        assertThat(YAML.asYaml(kept)).isEqualTo(YAML.asYaml(wanted)).doesNotContain("secret");
    }

    @Test
    void ofAnEndpointSliceIsKeptWhichPodsAreReady() {
        EndpointSlice kept = Shape.kept(YAML.unmarshal("""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                addressType: IPv4
                metadata: {name: cart-x, namespace: shop, resourceVersion: '8', labels: {kubernetes.io/service-name: cart}}
                ports: [{port: 80}]
                endpoints:
                  - addresses: [10.0.0.1]
                    conditions: {ready: true, serving: true}
                    targetRef: {kind: Pod, name: cart-1}
                    nodeName: n-1
                """, EndpointSlice.class));

        assertThat(YAML.asYaml(kept)).isEqualTo(YAML.asYaml(YAML.unmarshal("""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: cart-x, namespace: shop, resourceVersion: '8', labels: {kubernetes.io/service-name: cart}}
                endpoints:
                  - conditions: {ready: true, serving: true}
                    targetRef: {kind: Pod, name: cart-1}
                """, EndpointSlice.class)));
    }

    @Test
    void whatWritesAreMadeOfIsKeptWhole() {
        Deployment deployment = new DeploymentBuilder()
                .withNewMetadata()
                .withName("cart")
                .endMetadata()
                .build();

        assertThat(Shape.kept(deployment)).isSameAs(deployment);
    }
}
