package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.plan.BatchSize;
import io.jenkins.plugins.greyrelease.plan.Spread;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.Capacity;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.OnFailure;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanaryBatchArgsTest {

    private static Map<String, Object> args(Object... more) {
        Map<String, Object> args = new LinkedHashMap<>();
        args.put("app", "cart");
        args.put("image", "harbor.test.example/shop/cart:1.4.0");
        args.put("batches", List.of(1, 4, 5));
        for (int i = 0; i < more.length; i += 2) {
            args.put((String) more[i], more[i + 1]);
        }
        return args;
    }

    private static List<String> problems(Map<String, Object> args) {
        return catchThrowableOfType(BadArgumentsException.class, () -> CanaryBatchArgs.from(args))
                .problems();
    }

    @Test
    void hasTheDefaultsOfTheDesign() {
        ReleaseSpec.Change change = new ReleaseSpec.Change.Image(Optional.empty(), "cart:1");
        ReleaseSpec spec = CanaryBatchArgs.from(args()).spec(List.of("a"), change);
        assertThat(spec)
                .isEqualTo(new ReleaseSpec(
                        "cart",
                        "default",
                        change,
                        List.of("a"),
                        List.of(new BatchSize.Pods(1), new BatchSize.Pods(4), new BatchSize.Pods(5)),
                        Spread.SEQUENCE,
                        1,
                        false,
                        Capacity.AUTO,
                        Optional.empty(),
                        "0",
                        Optional.empty(),
                        Duration.ofMinutes(10),
                        Duration.ZERO,
                        OnFailure.ROLLBACK,
                        OnFailure.ROLLBACK,
                        0,
                        false));
    }

    @Test
    void takesEveryParameterAsAJenkinsfileWritesIt() {
        CanaryBatchArgs args = CanaryBatchArgs.from(args(
                "namespace",
                "shop",
                "container",
                "app",
                "clusters",
                "idc:gd9",
                "batches",
                "1, 25%, rest",
                "maxParallel",
                2L,
                "capacity",
                "surge",
                "maxSurge",
                2,
                "maxUnavailable",
                "25%",
                "minReadySeconds",
                30,
                "progressDeadline",
                "5m",
                "soak",
                "PT1H",
                "onFailure",
                "continue",
                "onAbort",
                "pause",
                "maxFailedClusters",
                1,
                "strict",
                true,
                "gitops",
                "handled"));
        assertThat(args.clusters()).containsExactly("idc:gd9");
        assertThat(args.batches())
                .containsExactly(new BatchSize.Pods(1), new BatchSize.Percent(25), new BatchSize.Rest());
        assertThat(args.maxParallel()).isEqualTo(2);
        assertThat(args.capacity()).isEqualTo(Capacity.SURGE);
        assertThat(args.maxSurge()).contains("2");
        assertThat(args.maxUnavailable()).isEqualTo("25%");
        assertThat(args.minReady()).contains(Duration.ofSeconds(30));
        assertThat(args.progressDeadline()).isEqualTo(Duration.ofMinutes(5));
        assertThat(args.soak()).isEqualTo(Duration.ofHours(1));
        assertThat(args.onFailure()).isEqualTo(OnFailure.CONTINUE);
        assertThat(args.onAbort()).isEqualTo(OnFailure.PAUSE);
        assertThat(args.strict()).isTrue();
        assertThat(args.gitopsHandled()).isTrue();
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        Map<String, Object> args = args(
                "app",
                "Cart",
                "image",
                "cart image",
                "batches",
                Arrays.asList(1, new BigDecimal("1.4"), 0),
                "batch",
                1,
                "spread",
                "sequenz",
                "maxParallel",
                0,
                "soak",
                "soon",
                "strict",
                "maybe",
                "clusters",
                List.of("a", 3));
        assertThat(problems(args))
                .containsExactlyInAnyOrder(
                        "no parameter 'batch'; did you mean 'batches'? (known: app, image, manifest, namespace, container,"
                                + " clusters, batches, spread, maxParallel, capacity, maxSurge, maxUnavailable,"
                                + " minReadySeconds, progressDeadline, soak, onFailure, onAbort, maxFailedClusters, strict,"
                                + " gitops)",
                        "app: 'Cart': must be a Kubernetes name: lower-case letters, digits, '-' and '.', at most 253"
                                + " characters",
                        "image: 'cart image': must be an image, such as registry.example/shop/cart:1.4.0 or one with"
                                + " @sha256:<64 hex digits>",
                        "clusters: [a, 3]: must be a list of texts, 3 is none",
                        "batches: [1, 1.4, 0]: 1.4 is no batch; allowed is " + BatchSize.ALLOWED,
                        "batches: [1, 1.4, 0]: 0 pods are no batch; allowed is " + BatchSize.ALLOWED,
                        "spread: 'sequenz': must be 'sequence' or 'even' or 'fill'; did you mean 'sequence'?",
                        "maxParallel: 0: must be a whole number from 1 to 100",
                        "soak: 'soon': must be a duration such as '90s', '10m', '1h30m' or 'PT10M', or a number of seconds",
                        "strict: 'maybe': must be true or false");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(problems(Map.of()))
                .containsExactly(
                        "app: is missing; text is needed",
                        "batches: is missing; a list of batch sizes is needed",
                        "image: is missing; give 'image', or 'manifest' if more than the image changes");
    }

    @Test
    void refusesArgumentsThatContradictEachOther() {
        assertThat(problems(args("manifest", "cart.yaml")))
                .containsExactly("image, manifest: both are given; give the one that says what is new");
        assertThat(problems(args("spread", "even", "onFailure", "continue", "maxFailedClusters", 1, "maxParallel", 2)))
                .hasSize(2)
                .allMatch(p -> p.contains("is only for spread: 'sequence'"));
        assertThat(problems(args("onFailure", "continue")))
                .singleElement()
                .asString()
                .startsWith("maxFailedClusters");
        assertThat(problems(args("maxFailedClusters", 2)))
                .containsExactly("maxFailedClusters: 2: is only for onFailure: 'continue'");
        assertThat(problems(args("maxSurge", 0))).singleElement().asString().contains("no pod can change");
        assertThat(problems(args("maxSurge", 2.5)))
                .containsExactly("maxSurge: 2.5: must be a number of pods from 0, or a percentage such as '25%'");
        assertThat(problems(args("onAbort", "continue")))
                .containsExactly("onAbort: 'continue': must be 'rollback' or 'pause'");
    }

    @Test
    void theRestCanOnlyBeTheLastBatch() {
        assertThat(problems(args("batches", List.of("rest", 1))))
                .containsExactly("batches: [rest, 1]: 'rest' must be the last batch: nothing is left after it");
        assertThat(problems(args("batches", List.of())))
                .singleElement()
                .asString()
                .contains("1 to 100 sizes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cart",
                "cart:1",
                "localhost:5000/cart",
                "harbor.test.example/shop/cart-api:1.4.0-rc1",
                "shop/a__b.c:v1@sha256:0123456789012345678901234567890123456789012345678901234567890123"
            })
    void takesImages(String image) {
        assertThat(CanaryBatchArgs.from(args("image", image)).image()).contains(image);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cart", "cart:", "https://harbor.example/cart", "cart@sha256:12", "cart:1 2", "/cart"})
    void refusesWhatIsNoImage(String image) {
        assertThatThrownBy(() -> CanaryBatchArgs.from(args("image", image)))
                .isInstanceOf(BadArgumentsException.class)
                .hasMessageStartingWith("canaryBatch: image: '" + image + "': must be an image");
    }
}
