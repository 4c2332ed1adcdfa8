package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SlicesTest {

    @Test
    void growsAsFarAsTheCeilingAllows() {
        assertThat(Slices.up(1, 5, 9, 12)).isEqualTo(2);
        assertThat(Slices.up(1, 2, 9, 12)).isEqualTo(1);
        assertThat(Slices.up(5, 5, 5, 12)).isZero();
        assertThat(Slices.up(3, 5, 10, 12)).isZero();
    }

    @Test
    void aSideKeepsWhatTheOtherDoesNotServe() {
        assertThat(Slices.down(8, 5, 2, 9)).isEqualTo(1);
        assertThat(Slices.down(8, 0, 9, 9)).isEqualTo(8);
        assertThat(Slices.down(8, 7, 4, 9)).isEqualTo(1);
        assertThat(Slices.down(8, 5, 1, 9)).isZero();
        assertThat(Slices.down(8, 5, 0, 9)).isZero();
    }

    @Test
    void podsThatAreAboutToBeDeletedDoNotCount() {
        assertThat(Slices.certain(10, 10, 9)).isEqualTo(9);
        assertThat(Slices.certain(9, 9, 10)).isEqualTo(9);
        assertThat(Slices.certain(1, 5, 2)).isZero();
    }

    @Test
    void extraPodsStartAFewAtATime() {
        assertThat(Slices.extra(4, 10, 3, 3)).isEqualTo(2);
        assertThat(Slices.extra(4, 5, 4, 3)).isEqualTo(1);
        assertThat(Slices.extra(4, 10, 4, 0)).isEqualTo(1);
        assertThat(Slices.extra(4, 10, 0, 3)).isZero();
    }

    @Test
    void theStableSideIsDrainedBySlices() {
        assertThat(Slices.drain(20, 5, 0)).isEqualTo(5);
        assertThat(Slices.drain(3, 5, 0)).isEqualTo(3);
        assertThat(Slices.drain(3, 0, 0)).isEqualTo(1);
        assertThat(Slices.drain(0, 5, 5)).isZero();
    }

    /** Both sides exchanged with every pod served at once: bounds hold after each write, and it comes to an end. */
    @Property(tries = 2000)
    void theExchangeKeepsItsBoundsAndEnds(
            @ForAll @IntRange(max = 60) int desired,
            @ForAll @IntRange(max = 20) int surge,
            @ForAll @IntRange(max = 20) int unavailable,
            @ForAll @IntRange(max = 60) int batch) {
        int maxSurge = surge == 0 && unavailable == 0 ? 1 : surge;
        int target = Math.min(batch, desired);
        int stable = desired;
        int canary = 0;
        int writes = 0;
        while (canary < target || stable > desired - target) {
            int up = Slices.up(canary, target, stable, desired + maxSurge);
            int down = up > 0 ? 0 : Slices.down(stable, desired - target, canary, Math.max(0, desired - unavailable));
            assertThat(up + down).as("each turn moves something").isPositive();
            canary += up;
            stable -= down;
            assertThat(stable + canary).isBetween(Math.max(0, desired - unavailable), desired + maxSurge);
            assertThat(++writes).isLessThanOrEqualTo(2 * desired + 2);
        }
        assertThat(canary).isEqualTo(target);
    }
}
