package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import static io.jenkins.plugins.greyrelease.rehearsal.controllers.Rig.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeterminismTest {

    private static List<String> trace(long seed) {
        Rig rig = new Rig(seed, 6);
        rig.createService("cart");
        rig.create(deployment("cart", 10));
        rig.advance(Duration.ofMinutes(1));
        rig.images.set("cart:2", ImageBehaviour.NORMAL.crashesAfter(Duration.ofSeconds(20)));
        rig.setImage("cart", "cart:2");
        rig.advance(Duration.ofMinutes(2));
        rig.controllers.kubelet().nodeDown("gd9-a-node-1");
        rig.advance(Duration.ofMinutes(10));
        return rig.trace;
    }

    @Test
    void theSameSeedGivesTheSameTrace() {
        assertThat(trace(7)).isEqualTo(trace(7)).hasSizeGreaterThan(300);
    }

    @Test
    void anotherSeedGivesAnotherOne() {
        assertThat(trace(7)).isNotEqualTo(trace(8));
    }
}
