package io.jenkins.plugins.greyrelease.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.api.Rbac;
import io.jenkins.plugins.greyrelease.rehearsal.api.SimCluster;
import io.jenkins.plugins.greyrelease.rehearsal.fault.Call;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultyCluster;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RightsReviewTest {
    private static final List<Right> WANTED = List.of(
            Right.to("get list", Kind.DEPLOYMENT, "to see them"),
            Right.to("create", Kind.POD, "eviction", "to move pods"),
            Right.to("patch", Kind.NODE, "to cordon them"));

    private final VirtualTime time = new VirtualTime();
    private final SplittableRandom random = new SplittableRandom(1);
    private final ApiServer server = new ApiServer("gd9-a", time, random);
    private int questions;

    private List<String> missing(String namespace) {
        FaultyCluster port = new FaultyCluster(new SimCluster(server, time, random), time, random);
        port.begin(io.jenkins.plugins.greyrelease.rehearsal.fault.Fault.always(this::count, null));
        CompletableFuture<List<Right.Lack>> answer = RightsReview.missing(port, WANTED, namespace);
        time.advance(Duration.ofSeconds(1));
        return answer.join().stream().map(Right.Lack::words).toList();
    }

    private boolean count(Call call) {
        questions++;
        return false;
    }

    private static PolicyRule rule(String verbs, String group, String resource) {
        return new PolicyRuleBuilder()
                .withVerbs(verbs.split(" "))
                .withApiGroups(group)
                .withResources(resource)
                .build();
    }

    @Test
    void oneQuestionIsEnoughInANamespace() {
        server.rbac().grant(SimCluster.WHO, "shop", List.of(rule("get", "apps", "*"), rule("*", "", "pods/eviction")));

        assertThat(missing("shop"))
                .containsExactly(
                        "no right to list deployments.apps in namespace shop, needed to see them",
                        "no right to patch nodes, needed to cordon them");
        assertThat(questions).isEqualTo(1);
    }

    @Test
    void aResourceIsNoneOfItsSubresources() {
        server.rbac().grant(SimCluster.WHO, "shop", List.of(rule("*", "", "pods"), rule("*", "apps", "deployments")));

        assertThat(missing("shop")).first().asString().startsWith("no right to create pods/eviction in namespace shop");
    }

    @Test
    void whereTheAnswerIsIncompleteEachRightIsAskedFor() {
        server.rbac().deny(SimCluster.WHO, new Rbac.Rule("list", "deployments", Rbac.ANY));

        assertThat(missing("shop"))
                .containsExactly("no right to list deployments.apps in namespace shop, needed to see them");
        assertThat(questions).isEqualTo(5);
    }

    @Test
    void inAllNamespacesARightInOneIsNotEnough() {
        server.rbac().grant(SimCluster.WHO, "shop", List.of(rule("*", "*", "*")));

        assertThat(missing("")).hasSize(3);
        assertThat(missing("shop")).isEmpty();
        server.rbac().grant(SimCluster.WHO, Rbac.ANY, List.of(rule("*", "*", "*")));
        assertThat(missing("")).isEmpty();
    }
}
