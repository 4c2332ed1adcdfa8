package io.jenkins.plugins.greyrelease.kube.client;

import static io.jenkins.plugins.greyrelease.kube.client.ScriptedServer.configMap;
import static io.jenkins.plugins.greyrelease.kube.client.ScriptedServer.get;
import static io.jenkins.plugins.greyrelease.kube.client.ScriptedServer.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A kept connection that breaks after a call was sent: was it done? */
class SentOnceTest {
    private final ScriptedServer server = new ScriptedServer(() -> "t");

    @AfterEach
    void close() {
        server.close();
    }

    private CompletableFuture<?> afterAnAnswerOnTheSameConnection(Supplier<CompletableFuture<?>> call) {
        server.then(200, configMap("one"));
        get(server.cluster().get(Kind.CONFIG_MAP, "shop", "one"));
        // closes the connection
        server.then(HttpExchange::close).then(200, configMap("one"));
        return call.get();
    }

    @Test
    void aScaleIsNotSentAgain() {
        var scale = afterAnAnswerOnTheSameConnection(() -> server.cluster().scale(Kind.DEPLOYMENT, "shop", "cart", 3));

        assertThat(refusal(scale).reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(server.requests)
                .extracting(each -> each.line().split(" ")[0])
                .containsExactly("GET", "PATCH");
    }

    @Test
    void anEvictionIsNotSentAgain() {
        var eviction = afterAnAnswerOnTheSameConnection(
                () -> server.cluster().evict("shop", "cart-1", DeleteOptions.BACKGROUND));

        assertThat(refusal(eviction).reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(server.requests)
                .extracting(each -> each.line().split(" ")[0])
                .containsExactly("GET", "POST");
    }

    @Test
    void whatOnlyReadsIsAskedAgain() {
        get(afterAnAnswerOnTheSameConnection(() -> server.cluster().get(Kind.CONFIG_MAP, "shop", "one")));

        assertThat(server.requests).hasSize(3);
    }
}
