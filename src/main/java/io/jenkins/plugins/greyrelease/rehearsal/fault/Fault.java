package io.jenkins.plugins.greyrelease.rehearsal.fault;

import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Something that goes wrong with some of the calls.
 *
 * @param where the calls it may hit
 * @param probability that it hits one of these, 0 to 1
 * @param times how often it hits before it is over; {@link Integer#MAX_VALUE} for no end
 * @param effect what it does
 */
public record Fault(Predicate<Call> where, double probability, int times, Effect effect) {

    /** Every call. */
    public static final Predicate<Call> ANY = call -> true;

    /** Every call that changes something. */
    public static final Predicate<Call> WRITES = Call::write;

    public Fault {
        if (!(probability >= 0 && probability <= 1) || times < 0) {
            throw new IllegalArgumentException(
                    "fault: probability " + probability + " must be 0 to 1, times " + times + " at least 0");
        }
    }

    /** A fault that hits every call it may hit. */
    public static Fault always(Predicate<Call> where, Effect effect) {
        return new Fault(where, 1, Integer.MAX_VALUE, effect);
    }

    /** The same fault, hitting only some of the calls. */
    public Fault withProbability(double newProbability) {
        return new Fault(where, newProbability, times, effect);
    }

    /** The same fault, over after so many hits. */
    public Fault times(int newTimes) {
        return new Fault(where, probability, newTimes, effect);
    }

    /** 409: somebody else was faster. */
    public static Effect conflict() {
        return new Effect.Refuse(
                Reason.CONFLICT,
                409,
                "the object has been modified; please apply your changes to the latest version and try again",
                null);
    }

    /** 429 with {@code Retry-After}, or without if it is null. */
    public static Effect tooManyRequests(Duration retryAfter) {
        return new Effect.Refuse(
                Reason.TOO_MANY_REQUESTS, 429, "too many requests, please try again later", retryAfter);
    }

    /** 500: the server is in trouble. */
    public static Effect serverError() {
        return new Effect.Refuse(Reason.SERVER_ERROR, 500, "etcdserver: leader changed", null);
    }

    /** 403: a right was taken away, or the credentials have expired. */
    public static Effect forbidden() {
        return new Effect.Refuse(Reason.FORBIDDEN, 403, "forbidden", null);
    }

    /** Slower by this much, half on the way there and half on the way back. */
    public static Effect slow(Duration extra) {
        Duration half = extra.dividedBy(2);
        return new Effect.Delay(half, extra.minus(half));
    }
}
