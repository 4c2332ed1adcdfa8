package io.jenkins.plugins.greyrelease.rollout;

import java.time.Duration;

/** Amounts as people write them. */
final class Words {
    private Words() {}

    /** {@code 10m}, {@code 90s}, {@code 1h30m}: the Jenkinsfile's own notation. */
    static String of(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60 || seconds < 600 && seconds % 60 != 0) {
            return seconds + "s";
        }
        long minutes = seconds / 60;
        return minutes < 60 ? minutes + "m" : minutes / 60 + "h" + (minutes % 60 == 0 ? "" : minutes % 60 + "m");
    }

    /** {@code 1 pod}, {@code 3 pods}. */
    static String pods(int count) {
        return count + (count == 1 ? " pod" : " pods");
    }

    /** {@code once}, {@code 3 times}. */
    static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }
}
