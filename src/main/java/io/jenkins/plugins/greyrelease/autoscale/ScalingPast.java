package io.jenkins.plugins.greyrelease.autoscale;

import java.time.Duration;
import java.util.Optional;

/**
 * When the number was last changed, as times of one monotonic clock.
 *
 * @param up the last step up
 * @param down the last step down
 */
public record ScalingPast(Optional<Duration> up, Optional<Duration> down) {

    /**
     * What somebody who begins to look assumes: there may have been a step down just now, so the next one waits its
     * cool-down. A step up does not.
     */
    public static ScalingPast unknown(Duration now) {
        return new ScalingPast(Optional.empty(), Optional.of(now));
    }

    /** With this move done at {@code now}. */
    public ScalingPast and(ScalingMove move, Duration now) {
        if (!(move instanceof ScalingMove.Scale scale)) {
            return this;
        }
        return scale.up() ? new ScalingPast(Optional.of(now), down) : new ScalingPast(up, Optional.of(now));
    }

    /** How long a step up still has to wait; zero if it need not. */
    Duration untilUp(ScalingRules rules, Duration now) {
        return left(up, rules.upCooldown(), now);
    }

    /** How long a step down still has to wait after the last step either way; zero if it need not. */
    Duration untilDown(ScalingRules rules, Duration now) {
        Duration afterUp = left(up, rules.downCooldown(), now);
        Duration afterDown = left(down, rules.downCooldown(), now);
        return afterUp.compareTo(afterDown) > 0 ? afterUp : afterDown;
    }

    private static Duration left(Optional<Duration> since, Duration cooldown, Duration now) {
        Duration left = since.map(at -> at.plus(cooldown).minus(now)).orElse(Duration.ZERO);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
