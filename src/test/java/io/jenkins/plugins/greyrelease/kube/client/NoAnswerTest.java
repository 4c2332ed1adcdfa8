package io.jenkins.plugins.greyrelease.kube.client;

import static io.jenkins.plugins.greyrelease.kube.client.ScriptedServer.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.Patch;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.kube.WatchListener;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that takes requests and says nothing. */
class NoAnswerTest {
    private final Queue<HttpExchange> taken = new ConcurrentLinkedQueue<>();
    private final ScriptedServer server = new ScriptedServer(() -> "token", Duration.ofMillis(300));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aWriteWithoutAnswerMayHaveBeenDoneAndIsSentOnce() {
        server.then(taken::add).then(taken::add);

        KubeException refusal = refusal(
                server.cluster().patch(Kind.CONFIG_MAP, "shop", "one", Patch.merge("{}"), WriteOptions.FOR_REAL));
        assertThat(refusal.reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(refusal).hasMessage("cluster gd9-a: patch configmap/one in shop: no answer in time");
        assertThat(server.requests).hasSize(1);
        assertThat(server.fleet.states().get(0).unreachableSince()).isPresent();
    }

    @Test
    void aWatchThatIsNotTakenInTimeIsUnreachable() throws Exception {
        server.then(taken::add);
        CompletableFuture<KubeException> end = new CompletableFuture<>();
        server.cluster().watch(Kind.CONFIG_MAP, "shop", Selector.EVERYTHING, "5", new WatchListener<ConfigMap>() {
            @Override
            public void opened() {
                end.completeExceptionally(new AssertionError("it was taken"));
            }

            @Override
            public void event(Type type, ConfigMap object) {
                end.completeExceptionally(new AssertionError("it told something"));
            }

            @Override
            public void bookmark(String resourceVersion) {
                end.completeExceptionally(new AssertionError("it told a bookmark"));
            }

            @Override
            public void closed(KubeException cause) {
                end.complete(cause);
            }
        });

        assertThat(end.get(20, TimeUnit.SECONDS).reason()).isEqualTo(Reason.UNREACHABLE);
    }
}
