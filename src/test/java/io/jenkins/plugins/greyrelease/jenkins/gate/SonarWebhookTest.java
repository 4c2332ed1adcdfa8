package io.jenkins.plugins.greyrelease.jenkins.gate;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is answered, {@code sonar.DeliveriesTest} shows. */
class SonarWebhookTest {
    private final AtomicInteger passed = new AtomicInteger();

    private boolean excluded(String path) throws Exception {
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServletRequest.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("getPathInfo");
                    return path;
                });
        FilterChain chain = (req, resp) -> passed.incrementAndGet();
        return new SonarWebhook.NoCrumb().process(request, null, chain);
    }

    @Test
    void onlyTheWebhooksOwnAddressNeedsNoCrumb() throws Exception {
        assertThat(excluded("/grey-release-sonarqube/")).isTrue();
        assertThat(excluded("/grey-release-sonarqube")).isTrue();
        assertThat(passed).hasValue(2);
        for (String other : new String[] {null, "/", "/grey-release-sonarqube/x", "/grey-releases/", "/script"}) {
            assertThat(excluded(other)).isFalse();
        }
        assertThat(passed).hasValue(2);
    }
}
