package io.jenkins.plugins.greyrelease.autoscale;

import java.time.Duration;

/**
 * The bounds within which {@link Scaling} decides.
 *
 * @param min fewest pods, at least 1
 * @param max most pods, at least {@code min}
 * @param upCooldown least time between two steps up
 * @param downCooldown least time between a step, either way, and a step down
 * @param tolerance how far off the target is near enough, either way: 0.05 is 5 %
 * @param panic from how many times the target on a step up does not wait for its cool-down; more than 1, or 0 for never
 */
public record ScalingRules(
        int min, int max, Duration upCooldown, Duration downCooldown, double tolerance, double panic) {

    /** The least time between two steps up, where nothing else is said. */
    public static final Duration UP_COOLDOWN = Duration.ofMinutes(3);
    /** The least time before a step down, where nothing else is said. */
    public static final Duration DOWN_COOLDOWN = Duration.ofMinutes(5);
    /** 5 %. */
    public static final double TOLERANCE = 0.05;
    /** 1.4 times the target. */
    public static final double PANIC = 1.4;

    /** Throws IllegalArgumentException for values out of their range. */
    public ScalingRules {
        boolean bounds = min >= 1 && max >= min;
        boolean factors = tolerance >= 0 && tolerance < 1 && (panic == 0 || panic > 1);
        if (!bounds || !factors || upCooldown.isNegative() || downCooldown.isNegative()) {
            throw new IllegalArgumentException("min " + min + ", max " + max + ", upCooldown " + upCooldown
                    + ", downCooldown " + downCooldown + ", tolerance " + tolerance + ", panic " + panic
                    + ": wanted are 1 <= min <= max, cool-downs from 0, 0 <= tolerance < 1, panic 0 or more than 1");
        }
    }

    /** These bounds, and everything else as it is where nothing is said. */
    public static ScalingRules within(int min, int max) {
        return new ScalingRules(min, max, UP_COOLDOWN, DOWN_COOLDOWN, TOLERANCE, PANIC);
    }

    /** {@code replicas}, or the bound that is nearest to it. */
    public int clamp(int replicas) {
        return Math.max(min, Math.min(max, replicas));
    }
}
