package io.jenkins.plugins.greyrelease.rehearsal.api;

import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RbacTest {

    private static final Rbac.Rule NO_UPDATES = new Rbac.Rule("update", "deployments", NS);

    private final Given given = new Given();
    private final ApiServer server = given.server;
    private final SimCluster port = new SimCluster(server, given.time, new SplittableRandom(2));

    @Test
    void thePortIsRefusedWhatItsUserMayNot() {
        var made = server.create("kubectl", Kind.DEPLOYMENT, Given.deployment("cart"));
        server.rbac().deny(SimCluster.WHO, NO_UPDATES);

        KubeException refusal = failure(port.update(Kind.DEPLOYMENT, made, WriteOptions.FOR_REAL));

        assertThat(refusal.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(refusal)
                .hasMessage("cluster gd9-a: update deployment/cart in shop: 403 deployments.apps \"cart\" is forbidden:"
                        + " User \"grey-release\" cannot update resource \"deployments\" in API group \"apps\" in the"
                        + " namespace \"shop\"");
    }

    @Test
    void controllersAreNeverAsked() {
        server.rbac().deny("deployment-controller", new Rbac.Rule(Rbac.ANY, Rbac.ANY, Rbac.ANY));

        assertThat(server.create("deployment-controller", Kind.DEPLOYMENT, Given.deployment("cart")))
                .isNotNull();
    }

    @Test
    void aRightGivenBackHoldsAtOnce() {
        server.create("kubectl", Kind.DEPLOYMENT, Given.deployment("cart"));
        Rbac.Rule rule = new Rbac.Rule("get", "deployments", Rbac.ANY);
        server.rbac().deny(SimCluster.WHO, rule);
        assertThat(failure(port.get(Kind.DEPLOYMENT, NS, "cart")).status()).isEqualTo(403);

        server.rbac().allow(SimCluster.WHO, rule);
        CompletableFuture<?> answer = port.get(Kind.DEPLOYMENT, NS, "cart");
        given.time.advance(Duration.ofSeconds(1));
        assertThat(answer).isCompleted();
    }

    @Test
    void aSubresourceIsARightOfItsOwn() {
        server.create("kubectl", Kind.DEPLOYMENT, Given.deployment("cart"));
        server.rbac().deny(SimCluster.WHO, new Rbac.Rule("patch", "deployments/scale", NS));

        assertThat(failure(port.scale(Kind.DEPLOYMENT, NS, "cart", 4)).reason()).isEqualTo(Reason.FORBIDDEN);
        CompletableFuture<?> update = port.update(Kind.DEPLOYMENT, Given.deployment("cart"), WriteOptions.FOR_REAL);
        given.time.advance(Duration.ofSeconds(1));
        assertThat(update).isCompleted();
    }

    @Test
    void aUserCanAskForItsRights() {
        server.rbac().deny(SimCluster.WHO, NO_UPDATES);

        assertThat(asked("update", NS)).isFalse();
        assertThat(asked("update", "web")).isTrue();
        assertThat(asked("update", null)).as("in all namespaces").isFalse();
        assertThat(asked("get", NS)).isTrue();
    }

    @Test
    void whomSomethingWasGrantedMayDoThatAndNothingElse() {
        server.create("kubectl", Kind.DEPLOYMENT, Given.deployment("cart"));
        server.rbac()
                .grant(
                        SimCluster.WHO,
                        NS,
                        List.of(new PolicyRuleBuilder()
                                .withVerbs("get", "list")
                                .withApiGroups("apps")
                                .withResources("deployments")
                                .build()));

        CompletableFuture<?> get = port.get(Kind.DEPLOYMENT, NS, "cart");
        given.time.advance(Duration.ofSeconds(1));
        assertThat(get).isCompleted();
        assertThat(failure(port.get(Kind.REPLICA_SET, NS, "cart")).reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(failure(port.get(Kind.DEPLOYMENT, "web", "cart")).reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(failure(port.list(Kind.DEPLOYMENT, null, null)).reason())
                .as("in all namespaces")
                .isEqualTo(Reason.FORBIDDEN);
        assertThat(asked("get", NS)).isTrue();
        assertThat(asked("update", NS)).isFalse();
        assertThat(server.create("kubectl", Kind.DEPLOYMENT, Given.deployment("other")))
                .as("somebody else")
                .isNotNull();
    }

    @Test
    void withoutARightNobodyLearnsWhetherAKindIsServed() {
        assertThat(failure(port.list(Kind.PVC, NS, null)).reason()).isEqualTo(Reason.NOT_FOUND);
        server.rbac().deny(SimCluster.WHO, new Rbac.Rule("list", "persistentvolumeclaims", NS));

        assertThat(failure(port.list(Kind.PVC, NS, null)).reason()).isEqualTo(Reason.FORBIDDEN);
    }

    private boolean asked(String verb, String namespace) {
        SelfSubjectAccessReview question = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withGroup("apps")
                .withResource("deployments")
                .withVerb(verb)
                .withNamespace(namespace)
                .endResourceAttributes()
                .endSpec()
                .build();
        CompletableFuture<SelfSubjectAccessReview> answer =
                port.create(Kind.SELF_SUBJECT_ACCESS_REVIEW, question, WriteOptions.FOR_REAL);
        given.time.advance(Duration.ofSeconds(1));
        return answer.join().getStatus().getAllowed();
    }

    private KubeException failure(CompletableFuture<?> call) {
        KubeException[] failure = new KubeException[1];
        call.whenComplete((result, e) -> failure[0] = (KubeException) e);
        given.time.advance(Duration.ofSeconds(1));
        return failure[0];
    }
}
