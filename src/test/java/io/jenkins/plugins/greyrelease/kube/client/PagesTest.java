package io.jenkins.plugins.greyrelease.kube.client;

import static io.jenkins.plugins.greyrelease.kube.client.ScriptedServer.get;
import static io.jenkins.plugins.greyrelease.kube.client.ScriptedServer.refusal;
import static io.jenkins.plugins.greyrelease.kube.client.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.Listing;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PagesTest {
    private static final String ALL = "GET /api/v1/namespaces/shop/configmaps?labelSelector=app%3Dcart";

    private final ScriptedServer server = new ScriptedServer(() -> "t");

    @AfterEach
    void close() {
        server.close();
    }

    private CompletableFuture<Listing<ConfigMap>> list() {
        return server.cluster().list(Kind.CONFIG_MAP, "shop", Selector.of(Map.of("app", "cart")));
    }

    private static String page(String more, String... names) {
        return Arrays.stream(names)
                .map(ScriptedServer::configMap)
                .collect(Collectors.joining(
                        ",",
                        "{\"kind\":\"ConfigMapList\",\"metadata\":{\"resourceVersion\":\"40\",\"continue\":\"" + more
                                + "\"},\"items\":[",
                        "]}"));
    }

    @Test
    void aLongListComesPageByPageAndIsOneListing() {
        server.then(200, page("a=/+", "one", "two"))
                .then(200, page("b", "three"))
                .then(200, page("", "four"));

        Listing<ConfigMap> all = get(list());

        assertThat(all.items())
                .extracting(each -> each.getMetadata().getName())
                .containsExactly("one", "two", "three", "four");
        assertThat(all.resourceVersion()).isEqualTo("40");
        assertThat(server.requests)
                .extracting(ScriptedServer.Request::line)
                .containsExactly(
                        ALL + "&limit=500", ALL + "&limit=500&continue=a%3D%2F%2B", ALL + "&limit=500&continue=b");
    }

    @Test
    void aMomentThatIsForgottenBeforeTheLastPageIsListedAnewAndAtOnce() {
        server.then(200, page("a", "one"))
                .then(410, status(410, "Expired", "The provided continue parameter is too old"))
                .then(200, page("", "one", "two"));

        assertThat(get(list()).items()).hasSize(2);
        assertThat(server.last().line()).isEqualTo(ALL);
    }

    @Test
    void anotherFailureBetweenPagesFailsTheList() {
        server.then(200, page("a", "one")).then(500, status(500, "InternalError", "etcd is away"));

        assertThat(refusal(list()).reason()).isEqualTo(Reason.SERVER_ERROR);
        assertThat(server.requests).hasSize(2);
    }

    @Test
    void aFirstPageThatIsRefusedAsExpiredIsNotAskedForAgainHere() {
        server.then(410, status(410, "Expired", "too old"));

        assertThat(refusal(list()).reason()).isEqualTo(Reason.EXPIRED);
        assertThat(server.requests).hasSize(1);
    }
}
