package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ImageBehaviour;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Apps of all shapes: containers, images, secrets, labels. */
class PodShapesTest {
    private static final String A = "gd9-a";
    private static final String DIGEST =
            "registry.example/shop/cart@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private static Container container(String name, String image) {
        return new ContainerBuilder().withName(name).withImage(image).build();
    }

    private static Deployment cart(UnaryOperator<PodSpec> change) {
        Deployment cart = Rig.deployment("cart", 3, "cart:v1");
        return new DeploymentBuilder(cart)
                .editSpec()
                .editTemplate()
                .withSpec(change.apply(cart.getSpec().getTemplate().getSpec()))
                .endTemplate()
                .endSpec()
                .build();
    }

    private static ReleaseResult release(Rig rig, Specs specs) {
        ReleaseResult result = rig.end(
                rig.start(specs.clusters(A).batches(Rig.pods(1), Rig.rest()).build()));
        rig.settled();
        return result;
    }

    private static PodSpec released(Deployment app, Specs specs) {
        Rig rig = new Rig(51, A).app(A, app).settled();
        ReleaseResult result = release(rig, specs);
        assertThat(result.outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        PodSpec now = rig.stable(A, "cart").getSpec().getTemplate().getSpec();
        rig.assertClean(A, "cart", now.getContainers().get(0).getImage(), 3);
        return now;
    }

    private static Deployment withSideCars() {
        return cart(pod -> pod.edit()
                .addToInitContainers(container("migrate", "cart-migrate:v1"))
                .addToInitContainers(container("mesh", "mesh:7")
                        .edit()
                        .withRestartPolicy("Always")
                        .build())
                .addToContainers(container("logs", "logs:3"))
                .build());
    }

    @Test
    @Scenario("several containers in a pod: the image named by container")
    void onlyTheNamedContainerGetsTheNewImage() {
        PodSpec now = released(withSideCars(), Specs.of("cart").image("logs", "logs:4"));
        assertThat(now.getContainers()).extracting(Container::getImage).containsExactly("cart:v1", "logs:4");
    }

    @Test
    @Scenario("init containers and a side-car")
    void initContainersAndSideCarsStayAsTheyAre() {
        PodSpec now = released(withSideCars(), Specs.of("cart").image("cart:v2"));
        assertThat(now.getContainers()).extracting(Container::getImage).containsExactly("cart:v2", "logs:3");
        assertThat(now.getInitContainers())
                .extracting(Container::getImage)
                .containsExactly("cart-migrate:v1", "mesh:7");
        assertThat(now.getInitContainers().get(1).getRestartPolicy()).isEqualTo("Always");
    }

    @Test
    @Scenario("init containers and a side-car")
    void anInitContainersImageCanBeReleasedToo() {
        PodSpec now = released(withSideCars(), Specs.of("cart").image("migrate", "cart-migrate:v2"));
        assertThat(now.getContainers()).extracting(Container::getImage).containsExactly("cart:v1", "logs:3");
        assertThat(now.getInitContainers())
                .extracting(Container::getImage)
                .containsExactly("cart-migrate:v2", "mesh:7");
    }

    @Test
    @Scenario("image by tag")
    void anImageIsReleasedByItsTag() {
        PodSpec now = released(cart(pod -> pod), Specs.of("cart").image("registry.example:5000/shop/cart:2.1"));
        assertThat(now.getContainers())
                .extracting(Container::getImage)
                .containsExactly("registry.example:5000/shop/cart:2.1");
    }

    @Test
    @Scenario("image by digest")
    void anImageIsReleasedByItsDigest() {
        Rig rig = new Rig(52, A).app("cart", 3).settled();
        ReleaseResult result = release(rig, Specs.of("cart").image(DIGEST));
        assertThat(result.outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        assertThat(result.image()).isEqualTo(DIGEST);
        assertThat(rig.checks).isNotEmpty().allMatch(batch -> batch.image().equals(DIGEST));
        rig.assertClean(A, "cart", DIGEST, 3);
    }

    @Test
    @Scenario("private registry secret missing")
    void whereThePullSecretIsMissingTheReleaseGoesBackAndSaysWhatTheRegistrySaid() {
        Rig rig = new Rig(53, A);
        rig.images.get(A).set("cart:*", ImageBehaviour.NORMAL.needsSecret("harbor"));
        createSecret(rig);
        rig.app(A, cart(pod -> pod.edit().addNewImagePullSecret("harbor").build()))
                .settled();
        assertThat(rig.pods(A, "cart:v1")).isEqualTo(3);
        rig.servers.get(A).delete(Rig.OWNER, Kind.SECRET, Rig.NS, "harbor", DeleteOptions.BACKGROUND);
        Specs specs = Specs.of("cart").progressDeadline(Duration.ofMinutes(2));

        ReleaseResult refused = release(rig, specs);
        assertThat(refused.outcome()).as(rig::tail).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(refused.reason()).contains("ImagePullBackOff").contains("401 Unauthorized");
        rig.assertClean(A, "cart", "cart:v1", 3);

        createSecret(rig);
        assertThat(release(rig, specs).outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        rig.assertClean(A, "cart", "cart:v2", 3);
    }

    private static void createSecret(Rig rig) {
        rig.servers
                .get(A)
                .create(
                        Rig.OWNER,
                        Kind.SECRET,
                        new SecretBuilder()
                                .withNewMetadata()
                                .withName("harbor")
                                .withNamespace(Rig.NS)
                                .endMetadata()
                                .build());
    }

    /** Whose own labels, pods' labels and selector are these. */
    private static void releasedWith(Map<String, String> own, Map<String, String> pods, LabelSelector selector) {
        Deployment cart = new DeploymentBuilder(Rig.deployment("cart", 3, "cart:v1"))
                .editMetadata()
                .withLabels(own)
                .endMetadata()
                .editSpec()
                .withSelector(selector)
                .editTemplate()
                .withMetadata(new ObjectMeta())
                .editMetadata()
                .withLabels(pods)
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
        Rig rig = new Rig(54, A).app(A, cart).settled();
        ReleaseResult result = release(rig, Specs.of("cart"));
        assertThat(result.outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        rig.assertClean(A, "cart", "cart:v2", 3);
        Deployment now = rig.stable(A, "cart");
        assertThat(
                        now.getMetadata().getLabels() == null
                                ? Map.of()
                                : now.getMetadata().getLabels())
                .isEqualTo(own == null ? Map.of() : own);
        assertThat(now.getSpec().getTemplate().getMetadata().getLabels()).isEqualTo(pods);
    }

    private static LabelSelector labels(Map<String, String> labels) {
        return new LabelSelectorBuilder().withMatchLabels(labels).build();
    }

    @Test
    @Scenario("Deployment without labels the release needs")
    void aDeploymentWithoutLabelsGetsThemAndLosesThemAgain() {
        releasedWith(null, Map.of("run", "cart"), labels(Map.of("run", "cart")));
    }

    @Test
    @Scenario("Deployment without labels the release needs")
    void aSelectorOfExpressionsAloneIsEnough() {
        LabelSelector expressions = new LabelSelectorBuilder()
                .withMatchExpressions(
                        new LabelSelectorRequirement("tier", "In", List.of("front", "back")),
                        new LabelSelectorRequirement("legacy", "DoesNotExist", List.of()))
                .build();
        releasedWith(null, Map.of("tier", "back"), expressions);
    }

    @Test
    @Scenario("Deployment with `app` only")
    void aDeploymentWithAppOnly() {
        releasedWith(Map.of("app", "cart"), Map.of("app", "cart"), labels(Map.of("app", "cart")));
    }

    @Test
    @Scenario("Deployment with `app.kubernetes.io/name`")
    void aDeploymentWithTheRecommendedLabels() {
        Map<String, String> recommended = Map.of(
                "app.kubernetes.io/name",
                "cart",
                "app.kubernetes.io/version",
                "1",
                "app.kubernetes.io/part-of",
                "shop");
        releasedWith(recommended, recommended, labels(Map.of("app.kubernetes.io/name", "cart")));
    }

    @Test
    @Scenario("two Deployments of one app")
    void twoDeploymentsOfOneAppAreReleasedBesideEachOther() {
        Rig rig =
                new Rig(55, A).app(A, part("web", 3)).app(A, part("worker", 2)).settled();
        Release web = rig.start(part("web"));
        Release worker = rig.start(part("worker"));
        assertThat(rig.end(web).outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        assertThat(rig.end(worker).outcome()).as(rig::tail).isEqualTo(Outcome.RELEASED);
        rig.settled();
        rig.assertClean(A, "cart-web", "cart-web:v2", 3);
        rig.assertClean(A, "cart-worker", "cart-worker:v2", 2);
    }

    @Test
    @Scenario("two Deployments of one app")
    void twoDeploymentsThatSelectEachOthersPodsAreRefused() {
        Deployment greedy = new DeploymentBuilder(part("web", 3))
                .editSpec()
                .withSelector(labels(Map.of("app", "cart")))
                .endSpec()
                .build();
        Rig rig = new Rig(56, A).app(A, greedy).app(A, part("worker", 2)).settled();
        ReleaseResult result = rig.end(rig.start(part("worker")));
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.reason()).contains("cart-web and this one select each other's pods");
    }

    private static ReleaseSpec part(String component) {
        return Specs.of("cart-" + component)
                .clusters(A)
                .batches(Rig.pods(1), Rig.rest())
                .build();
    }

    private static Deployment part(String component, int replicas) {
        Map<String, String> labels = Map.of("app", "cart", "component", component);
        String name = "cart-" + component;
        return new DeploymentBuilder(Rig.deployment(name, replicas, name + ":v1"))
                .editMetadata()
                .withLabels(labels)
                .endMetadata()
                .editSpec()
                .withSelector(labels(labels))
                .editTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
    }
}
