package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.api.SimCluster;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PreflightTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final String CART = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: cart, namespace: shop, labels: {app: cart}}
            spec:
              replicas: 10
              selector: {matchLabels: {app: cart}}
              template:
                metadata: {labels: {app: cart}}
                spec:
                  containers:
                    - {name: cart, image: "registry.example/cart:1", resources: {requests: {cpu: 500m}}}
            """;

    private final VirtualTime time = new VirtualTime();
    private final SplittableRandom random = new SplittableRandom(7);
    private final ApiServer server = new ApiServer("gd9-a", time, random);

    @Test
    void aHealthyAppIsReadyWithTheAdmittedTemplate() {
        running(CART);
        Readiness readiness = check(image("registry.example/cart:2"));
        assertThat(readiness).isInstanceOf(Readiness.Ready.class);
        Readiness.Ready ready = (Readiness.Ready) readiness;
        assertThat(ready.template().getSpec().getContainers().get(0).getImage()).isEqualTo("registry.example/cart:2");
        assertThat(ready.template().getSpec().getTerminationGracePeriodSeconds())
                .isEqualTo(30);
        assertThat(ready.limits())
                .isEqualTo(
                        new Readiness.Limits(10, false, new Fenceposts("25%", "0"), Duration.ZERO, Integer.MAX_VALUE));
    }

    @Test
    void preflightChangesNothing() {
        running(CART);
        List<Deployment> before = server.list(Kind.DEPLOYMENT, null, all());
        check(image("registry.example/cart:2"));
        assertThat(server.list(Kind.DEPLOYMENT, null, all())).isEqualTo(before);
    }

    @Test
    void theVersionThatRunsIsDone() {
        running(CART);
        assertThat(check(image("registry.example/cart:1"))).isInstanceOf(Readiness.Done.class);
    }

    @Test
    void anAppThatIsNotThereIsRefused() {
        assertThat(refusals(image("registry.example/cart:2")))
                .singleElement()
                .asString()
                .contains("there is no Deployment cart in namespace shop");
    }

    @Test
    void aStatefulSetIsRefusedByItsName() {
        create(
                Kind.STATEFUL_SET,
                StatefulSet.class,
                CART.replace("kind: Deployment", "kind: StatefulSet").replace("replicas: 10", "serviceName: cart"));
        assertThat(refusals(image("registry.example/cart:2")))
                .singleElement()
                .asString()
                .contains("is a StatefulSet");
    }

    @Test
    void theStrategyRecreateIsRefused() {
        running(CART.replace("  replicas: 10", "  replicas: 10\n  strategy: {type: Recreate}"));
        assertThat(refusals(image("registry.example/cart:2"))).anyMatch(r -> r.contains("Recreate"));
    }

    @Test
    @Scenario("Deployment paused by its owner")
    void aPausedDeploymentIsRefused() {
        running(CART.replace("  replicas: 10", "  replicas: 10\n  paused: true"));
        assertThat(refusals(image("registry.example/cart:2"))).anyMatch(r -> r.contains("paused by its owner"));
    }

    @Test
    void aDeploymentInMidRolloutIsRefused() {
        Deployment cart = running(CART);
        status(cart, 4);
        assertThat(refusals(image("registry.example/cart:2")))
                .anyMatch(r -> r.contains("in the middle of a rollout (4 of 10 pods have its template"));
    }

    @Test
    @Scenario("selector overlaps another Deployment")
    void anotherDeploymentWithAnOverlappingSelectorIsRefused() {
        running(CART);
        create(Kind.DEPLOYMENT, Deployment.class, CART.replace("name: cart, namespace", "name: cart-old, namespace"));
        assertThat(refusals(image("registry.example/cart:2")))
                .anyMatch(r -> r.contains("Deployment/cart-old and this one select each other's pods"));
    }

    @Test
    void aServiceThatWouldMissTheCanaryIsRefused() {
        running(CART);
        ReplicaSet owned = server.list(Kind.REPLICA_SET, "shop", all()).get(0);
        String hash = owned.getMetadata().getLabels().get("pod-template-hash");
        create(Kind.SERVICE, Service.class, """
                apiVersion: v1
                kind: Service
                metadata: {name: cart, namespace: shop}
                spec: {selector: {app: cart, pod-template-hash: "%s"}, ports: [{port: 80}]}
                """.formatted(hash));
        assertThat(refusals(image("registry.example/cart:2")))
                .anyMatch(r -> r.contains("Service/cart selects the pods that run, but not the new ones"));
    }

    @Test
    void aBudgetOverBothVersionsIsFine() {
        running(CART);
        create(Kind.PDB, PodDisruptionBudget.class, """
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: cart, namespace: shop}
                spec: {maxUnavailable: 1, selector: {matchLabels: {app: cart}}}
                """);
        assertThat(check(image("registry.example/cart:2"))).isInstanceOf(Readiness.Ready.class);
    }

    @Test
    void twoAutoscalersAreRefused() {
        running(CART);
        hpa("one");
        hpa("two");
        assertThat(refusals(image("registry.example/cart:2"))).anyMatch(r -> r.contains("two autoscalers"));
    }

    @Test
    void anAutoscaledAppSurgesWithinItsMaximum() {
        running(CART);
        hpa("one");
        Readiness.Ready ready = (Readiness.Ready) check(image("registry.example/cart:2"));
        assertThat(ready.limits().surge()).isTrue();
        assertThat(ready.limits().maxReplicas()).isEqualTo(30);
    }

    @Test
    void aQuotaWithoutRoomSaysHowMuchIsMissing() {
        running(CART);
        ResourceQuota quota = YAML.unmarshal("""
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: small, namespace: shop}
                spec: {hard: {pods: "12"}}
                status: {hard: {pods: "12"}, used: {pods: "10"}}
                """, ResourceQuota.class);
        server.create("owner", Kind.RESOURCE_QUOTA, quota);
        server.updateStatus(
                "quota",
                Kind.RESOURCE_QUOTA,
                server.get(Kind.RESOURCE_QUOTA, "shop", "small")
                        .edit()
                        .withStatus(quota.getStatus())
                        .build());
        assertThat(refusals(image("registry.example/cart:2")))
                .anyMatch(r ->
                        r.contains("ResourceQuota/small leaves 2 of pods, the 3 extra pods of the release need 3"));
    }

    @Test
    void anAppOfArgoIsRefusedUnlessGitopsIsHandled() {
        running(CART.replace(
                "labels: {app: cart}}\nspec:\n  replicas",
                "labels: {app: cart, argocd.argoproj.io/instance: shop}}\nspec:\n  replicas"));
        assertThat(refusals(image("registry.example/cart:2"))).anyMatch(r -> r.contains("managed by Argo CD"));
        assertThat(check(spec(new ReleaseSpec.Change.Image(Optional.empty(), "registry.example/cart:2"), true, "cart")))
                .isInstanceOf(Readiness.Ready.class);
    }

    @Test
    @Scenario("several containers in a pod: the image named by container")
    void withSeveralContainersTheOneOfTheSameRepositoryIsMeantOrItIsNamed() {
        running(CART + "        - {name: proxy, image: \"registry.example/proxy:1\"}\n");
        assertThat(check(image("registry.example/cart:2"))).isInstanceOf(Readiness.Ready.class);
        assertThat(refusals(image("registry.example/other:2"))).anyMatch(r -> r.contains("name the container"));
        Readiness.Ready named = (Readiness.Ready) check(
                spec(new ReleaseSpec.Change.Image(Optional.of("proxy"), "registry.example/other:2"), false, "cart"));
        assertThat(named.template().getSpec().getContainers())
                .extracting(c -> c.getImage())
                .containsExactly("registry.example/cart:1", "registry.example/other:2");
        assertThat(refusals(
                        spec(new ReleaseSpec.Change.Image(Optional.of("nope"), "registry.example/o:2"), false, "cart")))
                .anyMatch(r -> r.contains("container: 'nope': the pod has containers cart, proxy"));
    }

    @Test
    void aNameTooLongForLabelsIsRefused() {
        String name = "c".repeat(58);
        running(CART.replace("name: cart, namespace", "name: " + name + ", namespace"));
        assertThat(refusals(
                        spec(new ReleaseSpec.Change.Image(Optional.empty(), "registry.example/cart:2"), false, name)))
                .anyMatch(r -> r.contains("so the app's name may have 57"));
    }

    @Test
    void severalReasonsAreNamedTogether() {
        running(CART.replace("  replicas: 10", "  replicas: 10\n  paused: true\n  strategy: {type: Recreate}"));
        assertThat(refusals(image("registry.example/cart:2"))).hasSize(2);
    }

    private static LabelSelector all() {
        return Selector.EVERYTHING;
    }

    private void hpa(String name) {
        create(Kind.HPA, HorizontalPodAutoscaler.class, """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: %s, namespace: shop}
                spec:
                  minReplicas: 3
                  maxReplicas: 30
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: cart}
                  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}]
                """.formatted(name));
    }

    /** A Deployment whose rollout is complete, with its one ReplicaSet. */
    private Deployment running(String yaml) {
        Deployment cart = create(Kind.DEPLOYMENT, Deployment.class, yaml);
        Map<String, String> labels = Map.of("app", "cart", "pod-template-hash", "5d8f7");
        server.create(
                "deployment-controller",
                Kind.REPLICA_SET,
                new ReplicaSetBuilder()
                        .withNewMetadata()
                        .withName(cart.getMetadata().getName() + "-5d8f7")
                        .withNamespace("shop")
                        .withLabels(labels)
                        .addNewOwnerReference()
                        .withApiVersion("apps/v1")
                        .withKind("Deployment")
                        .withName(cart.getMetadata().getName())
                        .withUid(cart.getMetadata().getUid())
                        .withController(true)
                        .endOwnerReference()
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(10)
                        .withNewSelector()
                        .withMatchLabels(labels)
                        .endSelector()
                        .withTemplate(cart.getSpec()
                                .getTemplate()
                                .edit()
                                .editMetadata()
                                .withLabels(labels)
                                .endMetadata()
                                .build())
                        .endSpec()
                        .build());
        return status(cart, 10);
    }

    private Deployment status(Deployment cart, int updated) {
        return server.updateStatus(
                "deployment-controller",
                Kind.DEPLOYMENT,
                new DeploymentBuilder(server.get(
                                Kind.DEPLOYMENT, "shop", cart.getMetadata().getName()))
                        .withNewStatus()
                        .withObservedGeneration(cart.getMetadata().getGeneration())
                        .withReplicas(10)
                        .withUpdatedReplicas(updated)
                        .withAvailableReplicas(10)
                        .endStatus()
                        .build());
    }

    private <T extends HasMetadata> T create(Kind<T> kind, Class<T> type, String yaml) {
        return server.create("owner", kind, YAML.unmarshal(yaml, type));
    }

    private static ReleaseSpec image(String image) {
        return spec(new ReleaseSpec.Change.Image(Optional.empty(), image), false, "cart");
    }

    private static ReleaseSpec spec(ReleaseSpec.Change change, boolean gitopsHandled, String app) {
        return Specs.of(app).change(change).gitopsHandled(gitopsHandled).build();
    }

    private List<String> refusals(ReleaseSpec spec) {
        Readiness readiness = check(spec);
        assertThat(readiness).isInstanceOf(Readiness.Refused.class);
        return ((Readiness.Refused) readiness).problems();
    }

    private Readiness check(ReleaseSpec spec) {
        var answer = new Preflight(
                        new FleetMember(ClusterSpec.simulated("gd9-a"), new SimCluster(server, time, random)),
                        spec,
                        "x7f2k",
                        new Supply(Registries.NONE, time))
                .check();
        time.runUntil(answer::isDone, time.elapsed().plus(Duration.ofMinutes(1)));
        return answer.join();
    }
}
