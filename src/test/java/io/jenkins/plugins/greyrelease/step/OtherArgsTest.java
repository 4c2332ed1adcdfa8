package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.plan.BatchSize;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OtherArgsTest {

    @Test
    void aRollbackGoesToTheVersionBeforeAllAtOnce() {
        RollbackArgs args = RollbackArgs.from(Map.of("app", "cart"));
        assertThat(args.batches()).containsExactly(new BatchSize.Percent(100));
        assertThat(args.spec(List.of("a")).change()).isEqualTo(new ReleaseSpec.Change.Earlier(Optional.empty()));
    }

    @Test
    void whereNoClustersAreNamedTheLastOneGoesBackFirst() {
        assertThat(RollbackArgs.from(Map.of("app", "cart"))
                        .spec(List.of("gd9-a", "gd9-b"))
                        .clusters())
                .containsExactly("gd9-b", "gd9-a");
        assertThat(RollbackArgs.from(Map.of("app", "cart", "clusters", List.of("gd9-a", "gd9-b")))
                        .spec(List.of("gd9-a", "gd9-b"))
                        .clusters())
                .containsExactly("gd9-a", "gd9-b");
    }

    @Test
    void aRollbackTakesARevisionOrAnImage() {
        assertThat(RollbackArgs.from(Map.of("app", "cart", "to", 7)).to()).contains("7");
        assertThat(RollbackArgs.from(Map.of("app", "cart", "to", "shop/cart:1.3"))
                        .to())
                .contains("shop/cart:1.3");
        assertThatThrownBy(() -> RollbackArgs.from(Map.of("app", "cart", "to", "last week")))
                .hasMessageContaining("to: 'last week': must be a revision's number from 1, or an image");
    }

    @Test
    void everyStepOfTheDesignIsKnown() {
        assertThat(StepSpecs.all())
                .extracting(StepSpec::name)
                .containsExactly(
                        "buildBaseImage",
                        "buildImage",
                        "harborSync",
                        "sonarGate",
                        "jiraChange",
                        "manualApproval",
                        "canaryBatch",
                        "rollback",
                        "hpaPolicy",
                        "pdbGuard",
                        "nodeMaintenance");
        assertThat(StepSpecs.named("nodeMaintenance").orElseThrow().names())
                .containsExactly("cluster", "nodes", "maxParallel", "drainTimeout", "emptyDir");
        assertThat(StepSpecs.CANARY_BATCH.parameters())
                .allMatch(p ->
                        !p.help().isBlank() && p.required() == p.otherwise().isEmpty()
                                || List.of("image", "manifest").contains(p.name()));
    }
}
