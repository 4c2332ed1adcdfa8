package io.jenkins.plugins.greyrelease.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListenersTest {
    private final Listeners listeners = new Listeners();
    private final Runnable cart = () -> {};
    private final Runnable web = () -> {};

    @Test
    void ofSeveralKeysOneIsEnoughForThoseWhoWantAny() {
        listeners.any(List.of("name:cart", "name:cart-x7f2"), cart);
        assertThat(listeners.of(Set.of("name:cart-x7f2", "label:app=cart"))).containsExactly(cart);
        assertThat(listeners.of(Set.of("label:app=cart"))).isEmpty();
    }

    @Test
    void allKeysAreNeededForThoseWhoWantAll() {
        listeners.all(List.of("label:stage=prod", "label:app=cart"), cart);
        listeners.all(List.of("label:stage=prod", "label:app=web"), web);
        assertThat(listeners.of(Set.of("label:stage=prod", "label:app=cart"))).containsExactly(cart);
        assertThat(listeners.of(Set.of("label:stage=prod", "label:app=web"))).containsExactly(web);
        assertThat(listeners.of(Set.of("label:stage=prod"))).isEmpty();
    }

    @Test
    void whoListensTwiceHearsOnce() {
        listeners.any(List.of("name:cart"), cart);
        listeners.all(List.of("label:app=cart"), cart);
        assertThat(listeners.of(Set.of("name:cart", "label:app=cart"))).containsExactly(cart);
    }

    @Test
    void whoIsForgottenHearsNothingMore() {
        listeners.any(List.of("name:cart"), cart);
        listeners.all(List.of("label:app=cart"), cart);
        listeners.any(List.of("name:cart"), web);
        listeners.forget(cart);
        assertThat(listeners.of(Set.of("name:cart", "label:app=cart"))).containsExactly(web);
    }
}
