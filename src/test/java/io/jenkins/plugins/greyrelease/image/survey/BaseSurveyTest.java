package io.jenkins.plugins.greyrelease.image.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.image.build.Labels;
import io.jenkins.plugins.greyrelease.image.survey.Stand.State;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.RegistrySpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.SimulatedRegistries;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.api.SimCluster;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultyCluster;
import io.jenkins.plugins.greyrelease.rehearsal.registry.SampleImage;
import io.jenkins.plugins.greyrelease.rehearsal.registry.StandInRegistry;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two clusters, the registry where images are built, one of a data centre, and three versions of a base image. */
class BaseSurveyTest {
    private static final SampleImage OLDEST = SampleImage.of("tomcat 1", 10);
    private static final SampleImage OLD = SampleImage.of("tomcat 2", 10);
    private static final SampleImage NOW = SampleImage.of("tomcat 3", 10);

    private final VirtualTime time = new VirtualTime();
    private final SplittableRandom random = new SplittableRandom(7);
    private final Map<String, ApiServer> servers = new LinkedHashMap<>();
    private final Map<String, FaultyCluster> ports = new LinkedHashMap<>();
    private final SimulatedRegistries stand =
            new SimulatedRegistries(List.of(registry("test"), registry("gd9")), time, length -> "a".repeat(length));
    private final StandInRegistry test = stand.named("test");
    private final StandInRegistry gd9 = stand.named("gd9");

    private static RegistrySpec registry(String name) {
        return new RegistrySpec(
                name, "", "https://" + name + ".example", Optional.empty(), Optional.empty(), Optional.empty());
    }

    @BeforeEach
    void bases() {
        for (String name : List.of("gd9-a", "sh2-a")) {
            servers.put(name, new ApiServer(name, time, random));
            ports.put(name, new FaultyCluster(new SimCluster(servers.get(name), time, random), time, random));
        }
        test.put("base/tomcat", "10.1.9", OLDEST);
        test.put("base/tomcat", "10.1.10", OLD);
        test.put("base/tomcat", "10.1.11", NOW);
        test.put("base/tomcat", "released", NOW);
    }

    private static SampleImage on(String seed, SampleImage base) {
        return SampleImage.of(seed, 10)
                .annotated(Map.of(
                        Labels.BASE_NAME, "test.example/base/tomcat:released", Labels.BASE_DIGEST, base.digest()));
    }

    private void runs(String cluster, String app, String... images) {
        servers.get(cluster).create("owner", Kind.DEPLOYMENT, deployment(app, images));
    }

    private static Deployment deployment(String app, String... images) {
        DeploymentBuilder deployment = new DeploymentBuilder()
                .withNewMetadata()
                .withName(app)
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .withReplicas(0)
                .withNewSelector()
                .addToMatchLabels("app", app)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", app)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .endTemplate()
                .endSpec();
        for (int i = 0; i < images.length; i++) {
            deployment = deployment
                    .editSpec()
                    .editTemplate()
                    .editSpec()
                    .addNewContainer()
                    .withName("c" + i)
                    .withImage(images[i])
                    .endContainer()
                    .endSpec()
                    .endTemplate()
                    .endSpec();
        }
        return deployment.build();
    }

    private BaseReport survey() {
        Fleet fleet = new Fleet(ports.values().stream()
                .map(port -> new FleetMember(ClusterSpec.simulated(port.name()), port))
                .toList());
        CompletableFuture<BaseReport> report = BaseSurvey.of(fleet, stand.registries(), time);
        time.runUntil(report::isDone, time.elapsed().plus(Duration.ofMinutes(10)));
        return report.join();
    }

    private static Stand stand(BaseReport report, String app) {
        return report.findings().stream()
                .filter(each -> each.use().app().equals(app))
                .findFirst()
                .orElseThrow()
                .stand();
    }

    @Test
    @Scenario("a base image was mended: who still runs on the old one")
    void eachAppIsToldWithItsBaseAndHowFarBehindItIs() {
        test.put("shop/cart", "1", on("cart", OLDEST));
        test.put("shop/pay", "1", on("pay", OLD));
        gd9.put("shop/mail", "1", on("mail", NOW));
        runs("gd9-a", "cart", "test.example/shop/cart:1");
        runs("sh2-a", "cart", "test.example/shop/cart:1");
        runs("gd9-a", "pay", "test.example/shop/pay@" + on("pay", OLD).digest(), "quay.io/mesh/proxy:3");
        runs("sh2-a", "mail", "gd9.example/shop/mail:1");
        BaseReport report = survey();
        assertThat(report.lines())
                .extracting(
                        line -> line.first().use().app(),
                        line -> line.first().stand().words(),
                        line -> line.first().stand().newest(),
                        BaseReport.Line::clusters)
                .containsExactly(
                        tuple("cart", "10.1.9, 2 behind", "10.1.11", List.of("gd9-a", "sh2-a")),
                        tuple("pay", "10.1.10, 1 behind", "10.1.11", List.of("gd9-a")),
                        tuple("mail", "10.1.11", "10.1.11", List.of("sh2-a")));
        assertThat(report.summary())
                .containsExactly(
                        "tomcat: 10.1.11 is released; 1 container stands on it, 3 do not (2 on 10.1.9, 1 on 10.1.10)",
                        "1 container with an image of a registry that is not configured");
        assertThat(report.partial()).isFalse();
    }

    @Test
    void aBaseThatWasReleasedBackLeavesThoseAheadToBeBuiltAnewToo() {
        test.put("shop/cart", "1", on("cart", NOW));
        test.put("base/tomcat", "released", OLD);
        runs("gd9-a", "cart", "test.example/shop/cart:1");
        assertThat(stand(survey(), "cart"))
                .isEqualTo(new Stand(State.NOT_RELEASED, "tomcat", "10.1.11", "10.1.10", OptionalInt.of(-1), ""));
    }

    @Test
    void aVersionThatWasDeletedIsAnOldOneAllTheSame() {
        test.put("shop/cart", "1", on("cart", OLDEST));
        test.remove("base/tomcat", "10.1.9");
        runs("gd9-a", "cart", "test.example/shop/cart:1");
        Stand cart = stand(survey(), "cart");
        assertThat(cart.state()).isEqualTo(State.NOT_RELEASED);
        assertThat(cart.words()).endsWith(" (a version that is not kept any more)");
    }

    @Test
    void imagesThatSayNothingAreCountedAndThoseThatAreGoneAreNamed() {
        test.put("shop/cart", "1", SampleImage.of("cart", 10));
        runs("gd9-a", "cart", "test.example/shop/cart:1");
        runs("gd9-a", "pay", "test.example/shop/pay:1");
        BaseReport report = survey();
        assertThat(stand(report, "cart")).isEqualTo(Stand.of(State.UNKNOWN, "the image says nothing of a base"));
        assertThat(stand(report, "pay")).isEqualTo(Stand.of(State.GONE, "registry test does not have the image"));
        assertThat(report.summary())
                .containsExactly(
                        "1 container with an image that says nothing of a base",
                        "1 container with an image that its registry does not have any more");
    }

    @Test
    void labelsOfTheConfigurationAndThoseOfAPlatformCountAsTheAnnotationsDo() {
        Map<String, String> said =
                Map.of(Labels.BASE_NAME, "test.example/base/tomcat:10.1.10", Labels.BASE_DIGEST, OLD.digest());
        test.put("shop/cart", "1", SampleImage.labelled("cart", said, 10));
        test.put("shop/pay", "1", SampleImage.index("pay", List.of("amd64", "arm64"), 10));
        runs("gd9-a", "cart", "test.example/shop/cart:1");
        runs("gd9-a", "pay", "test.example/shop/pay:1");
        BaseReport report = survey();
        assertThat(stand(report, "cart").words()).isEqualTo("10.1.10, 1 behind");
        assertThat(stand(report, "pay").state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void aBaseThatIsNotOfOursIsComparedWithWhatItsTagStandsForNow() {
        SampleImage jre = SampleImage.of("jre", 10);
        Map<String, String> said =
                Map.of(Labels.BASE_NAME, "test.example/library/jre:17", Labels.BASE_DIGEST, jre.digest());
        test.put("library/jre", "17", jre);
        test.put("shop/cart", "1", SampleImage.of("cart", 10).annotated(said));
        test.put(
                "shop/pay",
                "1",
                SampleImage.of("pay", 10)
                        .annotated(
                                Map.of(Labels.BASE_NAME, "docker.io/library/php:8", Labels.BASE_DIGEST, jre.digest())));
        runs("gd9-a", "cart", "test.example/shop/cart:1");
        runs("gd9-a", "pay", "test.example/shop/pay:1");
        assertThat(stand(survey(), "cart").state()).isEqualTo(State.RELEASED);
        test.put("library/jre", "17", SampleImage.of("a newer jre", 10));
        BaseReport later = survey();
        assertThat(stand(later, "cart").state()).isEqualTo(State.NOT_RELEASED);
        assertThat(stand(later, "cart").remark()).isEqualTo("the tag stands for another image now");
        assertThat(stand(later, "pay").state()).isEqualTo(State.OTHER_BASE);
        assertThat(stand(later, "pay").base()).isEqualTo("docker.io/library/php:8");
    }

    @Test
    void aRegistryThatIsDownIsSaidOnceAndTheRestIsShown() {
        List<String> digests = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            SampleImage image = on("app " + i, OLD);
            digests.add(image.digest());
            gd9.put("shop/app" + i, "1", image);
            runs("gd9-a", "app" + i, "gd9.example/shop/app" + i + ":1@" + image.digest());
        }
        // what the tests ran is the same digest
        test.put("shop/app0", "1", on("app 0", OLD));
        runs("sh2-a", "app0", "test.example/shop/app0:1@" + digests.get(0));
        gd9.faults().down(true);
        Duration begun = time.elapsed();
        BaseReport report = survey();
        assertThat(time.elapsed().minus(begun)).isLessThan(Duration.ofSeconds(40));
        assertThat(report.registries()).containsOnlyKeys("gd9");
        assertThat(report.partial()).isTrue();
        assertThat(report.count(State.UNANSWERED)).isEqualTo(39);
        assertThat(report.count(State.NOT_RELEASED)).isEqualTo(2);
        assertThat(report.summary())
                .filteredOn(line -> line.startsWith("registry gd9 did not answer: "))
                .hasSize(1);
        // those that were under way, each tried five times; the others were not even asked
        assertThat(stand.requests("gd9")).isLessThanOrEqualTo(8 * 5);
    }

    @Test
    void aClusterThatIsDownIsSaidAndTheRestIsShown() {
        test.put("shop/cart", "1", on("cart", NOW));
        runs("sh2-a", "cart", "test.example/shop/cart:1");
        ports.get("gd9-a").down();
        BaseReport report = survey();
        assertThat(report.clusters()).containsOnlyKeys("gd9-a");
        assertThat(report.summary())
                .anyMatch(line -> line.startsWith("cluster gd9-a was not read: ") && !line.contains(": cluster gd9-a"));
        assertThat(stand(report, "cart").state()).isEqualTo(State.RELEASED);
    }

    @Test
    void fiveThousandDeploymentsAskAboutEachImageOnce() {
        for (int image = 0; image < 50; image++) {
            test.put("shop/app" + image, "1", on("app " + image, image % 2 == 0 ? OLD : NOW));
        }
        for (int i = 0; i < 5000; i++) {
            runs("gd9-a", "app" + i, "test.example/shop/app" + i % 50 + ":1");
        }
        BaseReport report = survey();
        assertThat(report.findings()).hasSize(5000);
        assertThat(report.count(State.NOT_RELEASED)).isEqualTo(2500);
        // 50 images, the list of the base's tags, and its four tags
        assertThat(stand.requests("test")).isEqualTo(55);
    }
}
