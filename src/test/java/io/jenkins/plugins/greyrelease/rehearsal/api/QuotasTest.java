package io.jenkins.plugins.greyrelease.rehearsal.api;

import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.NS;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.WHO;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.pod;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuotasTest {

    private final Given given = new Given();
    private final ApiServer server = given.server;

    @Test
    void aPodOverTheNumberIsRefused() {
        quota("pods", "1");
        server.create(WHO, Kind.POD, pod("a"));

        KubeException refusal = refusal(() -> server.create(WHO, Kind.POD, pod("b")));

        assertThat(refusal.reason()).isEqualTo(Reason.QUOTA);
        assertThat(refusal)
                .hasMessage("cluster gd9-a: create pod/b in shop: 403 pods \"b\" is forbidden: exceeded quota: small,"
                        + " requested: pods=1, used: pods=1, limited: pods=1");
    }

    @Test
    void requestsAreAddedUp() {
        quota("requests.cpu", "1");
        server.create(WHO, Kind.POD, wanting("a", "600m"));

        assertThat(refusal(() -> server.create(WHO, Kind.POD, wanting("b", "500m")))
                        .reason())
                .isEqualTo(Reason.QUOTA);
        assertThat(server.create(WHO, Kind.POD, wanting("c", "400m"))).isNotNull();
    }

    @Test
    void underAQuotaAPodMustSayWhatItWants() {
        quota("requests.memory", "1Gi");

        assertThat(refusal(() -> server.create(WHO, Kind.POD, pod("a"))))
                .hasMessageContaining("must specify requests.memory");
    }

    @Test
    void aPodThatEndedMakesRoom() {
        quota("pods", "1");
        Pod done = server.create(WHO, Kind.POD, pod("a"));
        server.updateStatus(
                WHO,
                Kind.POD,
                new PodBuilder(done)
                        .editStatus()
                        .withPhase("Succeeded")
                        .endStatus()
                        .build());

        assertThat(server.create(WHO, Kind.POD, pod("b"))).isNotNull();
    }

    @Test
    void otherNamespacesAreNotCounted() {
        quota("pods", "0");
        Pod elsewhere = new PodBuilder(pod("a"))
                .editMetadata()
                .withNamespace("web")
                .endMetadata()
                .build();

        assertThat(server.create(WHO, Kind.POD, elsewhere)).isNotNull();
    }

    @Test
    void theStatusSaysWhatIsUsed() {
        quota("pods", "5");
        server.create(WHO, Kind.POD, pod("a"));
        server.create(WHO, Kind.POD, pod("b"));
        given.time.advance(Duration.ofSeconds(1));
        assertThat(used()).isEqualTo(new Quantity("2"));

        server.delete(WHO, Kind.POD, NS, "a", DeleteOptions.BACKGROUND);
        given.time.advance(Duration.ofSeconds(1));
        assertThat(used()).isEqualTo(new Quantity("1"));
    }

    private Quantity used() {
        return server.get(Kind.RESOURCE_QUOTA, NS, "small")
                .getStatus()
                .getUsed()
                .get("pods");
    }

    private void quota(String resource, String amount) {
        server.create(
                WHO,
                Kind.RESOURCE_QUOTA,
                new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("small")
                        .withNamespace(NS)
                        .endMetadata()
                        .withNewSpec()
                        .addToHard(resource, new Quantity(amount))
                        .endSpec()
                        .build());
    }

    private static Pod wanting(String name, String cpu) {
        return new PodBuilder(pod(name))
                .editSpec()
                .editFirstContainer()
                .withNewResources()
                .addToRequests("cpu", new Quantity(cpu))
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }
}
