package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

import java.util.Arrays;
import java.util.Optional;

/** How a build stands, from good to bad, as Jenkins orders it. */
public enum Result {
    SUCCESS,
    UNSTABLE,
    FAILURE,
    NOT_BUILT,
    ABORTED;

    /** The worse of both. */
    public Result worse(Result other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** The result of that name (upper case), if there is one. */
    public static Optional<Result> named(String name) {
        return Arrays.stream(values()).filter(r -> r.name().equals(name)).findFirst();
    }
}
