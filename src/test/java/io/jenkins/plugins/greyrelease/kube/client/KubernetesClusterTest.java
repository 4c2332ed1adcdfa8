package io.jenkins.plugins.greyrelease.kube.client;

import static io.jenkins.plugins.greyrelease.kube.client.ScriptedServer.configMap;
import static io.jenkins.plugins.greyrelease.kube.client.ScriptedServer.get;
import static io.jenkins.plugins.greyrelease.kube.client.ScriptedServer.refusal;
import static io.jenkins.plugins.greyrelease.kube.client.ScriptedServer.send;
import static io.jenkins.plugins.greyrelease.kube.client.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.Patch;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls of the real client, word for word. */
class KubernetesClusterTest {
    private volatile String token = "t-first";
    private final ScriptedServer server = new ScriptedServer(() -> token);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aWriteSaysWhoItIsAndWhatItWants() {
        server.then(200, configMap("one")).then(200, configMap("one")).then(200, status(200, "", ""));
        ConfigMap map = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("one")
                .withNamespace("shop")
                .endMetadata()
                .build();

        get(server.cluster().update(Kind.CONFIG_MAP, map, WriteOptions.DRY_RUN));
        ScriptedServer.Request update = server.last();
        assertThat(update.line())
                .isEqualTo("PUT /api/v1/namespaces/shop/configmaps/one?fieldManager=grey-release&dryRun=All");
        assertThat(update.authorization()).isEqualTo("Bearer t-first");
        assertThat(update.agent()).isEqualTo("grey-release");
        assertThat(update.body()).contains("\"name\":\"one\"").doesNotContain("null");

        get(server.cluster().patch(Kind.CONFIG_MAP, "shop", "one", Patch.merge("{}"), WriteOptions.FOR_REAL));
        assertThat(server.last().contentType()).startsWith("application/merge-patch+json");

        get(server.cluster()
                .delete(
                        Kind.DEPLOYMENT,
                        "shop",
                        "cart",
                        DeleteOptions.of(DeleteOptions.Propagation.ORPHAN, "u-1")
                                .at("9")));
        assertThat(server.last().line()).isEqualTo("DELETE /apis/apps/v1/namespaces/shop/deployments/cart");
        assertThat(server.last().body())
                .contains("\"propagationPolicy\":\"Orphan\"")
                .contains("\"preconditions\":{\"uid\":\"u-1\",\"resourceVersion\":\"9\"}");
    }

    @Test
    void whatComesHasNoManagedFields() {
        server.then(200, configMap("one"));

        assertThat(get(one()).getMetadata().getManagedFields()).isEmpty();
    }

    @Test
    void aRotatedTokenIsTakenUpWhenTheOldOneIsRefused() {
        server.then(200, configMap("one"))
                .then(401, status(401, "Unauthorized", "Unauthorized"))
                .then(200, configMap("one"));
        get(one());
        token = "t-second";

        get(one());
        assertThat(server.requests)
                .extracting(ScriptedServer.Request::authorization)
                .containsExactly("Bearer t-first", "Bearer t-first", "Bearer t-second");
    }

    @Test
    void aTokenThatStaysRefusedIsForbiddenAndIsNotTriedForEver() {
        server.then(401, status(401, "Unauthorized", "Unauthorized"));

        KubeException refusal = refusal(one());
        assertThat(refusal.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(refusal.status()).isEqualTo(401);
        assertThat(refusal).hasMessage("cluster gd9-a: get configmap/one in shop: 401 Unauthorized");
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void aMissingLoginIsSaidAndAskedForAgainByTheNextCall() {
        ScriptedServer other = new ScriptedServer(() -> {
            if (token.isEmpty()) {
                throw new IllegalStateException("credentials 'gd9' are gone");
            }
            return token;
        });
        try (other) {
            token = "";
            assertThat(refusal(other.cluster().get(Kind.CONFIG_MAP, "shop", "one")))
                    .hasMessage("cluster gd9-a: sign in: credentials 'gd9' are gone");
            token = "t-back";
            other.then(200, configMap("one"));
            assertThat(get(other.cluster().get(Kind.CONFIG_MAP, "shop", "one"))).isNotNull();
        }
    }

    @Test
    void tooManyRequestsSayWhenToComeBackAndAreNotRepeatedHere() {
        server.then(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "7");
            send(exchange, 429, "text/plain", "slow down");
        });

        KubeException refusal = refusal(one());
        assertThat(refusal.reason()).isEqualTo(Reason.TOO_MANY_REQUESTS);
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void anEvictionThatIsRefusedSaysWhichBudgetForbidsIt() {
        server.then(429, """
                {"kind": "Status", "code": 429, "reason": "TooManyRequests",
                 "message": "Cannot evict pod as it would violate the pod's disruption budget.",
                 "details": {"causes": [{"reason": "DisruptionBudget",
                   "message": "The disruption budget cart needs 3 healthy pods and has 3 currently"}]}}""");

        assertThat(refusal(server.cluster().evict("shop", "cart-1", DeleteOptions.BACKGROUND))
                        .answer())
                .isEqualTo(
                        "Cannot evict pod as it would violate the pod's disruption budget. The disruption budget cart"
                                + " needs 3 healthy pods and has 3 currently");
    }

    @Test
    void aServerErrorIsNotRepeatedHere() {
        server.then(500, status(500, "InternalError", "etcd has no leader"));

        KubeException refusal = refusal(one());
        assertThat(refusal.reason()).isEqualTo(Reason.SERVER_ERROR);
        assertThat(refusal.answer()).isEqualTo("etcd has no leader");
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void thePageOfAProxyIsNoAnswerOfAnApiServer() {
        server.then(exchange -> send(exchange, 200, "text/html", "<html>sign in here</html>"))
                .then(exchange -> send(exchange, 502, "text/html", "<html>bad gateway</html>"));

        KubeException page = refusal(one());
        assertThat(page.reason()).isEqualTo(Reason.SERVER_ERROR);
        assertThat(page).hasMessageContaining("is this address a Kubernetes API server?");
        KubeException gateway = refusal(one());
        assertThat(gateway.reason()).isEqualTo(Reason.SERVER_ERROR);
        assertThat(gateway).hasMessageEndingWith("502 no reason was given");
    }

    @Test
    void aConnectionThatBreaksIsUnreachableAndSaidSince() {
        assertThat(server.fleet.states()).singleElement().satisfies(state -> assertThat(state.asked())
                .isFalse());
        server.then(HttpExchange::close);
        assertThat(refusal(one()).reason()).isEqualTo(Reason.UNREACHABLE);
        var since = server.fleet.states().get(0).unreachableSince();
        assertThat(since).isPresent();
        assertThat(refusal(one()).reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(server.fleet.states().get(0).unreachableSince()).isEqualTo(since);

        server.then(200, configMap("one"));
        get(one());
        assertThat(server.fleet.states().get(0).unreachableSince()).isEmpty();
    }

    @Test
    void nobodyListensThere() {
        ScriptedServer gone = new ScriptedServer(() -> token);
        gone.close();
        try (var scheduler = new LiveScheduler(1, server.errors::add);
                KubernetesFleet fleet = new KubernetesFleet(
                        FleetSpec.simulated(List.of("gd9-a")),
                        c -> new Login.Token(gone.url(), Optional.empty(), token),
                        scheduler)) {
            KubeException refusal =
                    refusal(fleet.fleet().members().get(0).cluster().get(Kind.CONFIG_MAP, "shop", "one"));
            assertThat(refusal.reason()).isEqualTo(Reason.UNREACHABLE);
            assertThat(refusal.passing()).isTrue();
        }
    }

    @Test
    void aCallerIsNotHeldUpByAServerThatTakesItsTime() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        server.then(exchange -> {
            asked.countDown();
            try {
                go.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            send(exchange, 200, "application/json", configMap("one"));
        });

        CompletableFuture<ConfigMap> call = one();
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(call).isNotDone();
        go.countDown();
        assertThat(get(call)).isNotNull();
    }

    @Test
    void closingEndsItsThreadsAndFailsWhatIsUnderWay() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        server.then(exchange -> asked.countDown());
        CompletableFuture<ConfigMap> call = one();
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        // OkHttp names a thread after the server for as long as it reads from it
        var threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains(server.url()))
                .toList();
        assertThat(threads).isNotEmpty().allMatch(Thread::isDaemon);

        server.fleet.close();
        assertThat(refusal(call).reason()).isEqualTo(Reason.UNREACHABLE);
        for (Thread thread : threads) {
            thread.join(10_000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
        assertThat(refusal(one())).hasMessageContaining("the connection was closed");
    }

    private CompletableFuture<ConfigMap> one() {
        return server.cluster().get(Kind.CONFIG_MAP, "shop", "one");
    }
}
