package io.jenkins.plugins.greyrelease.rehearsal.fault;

import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import java.time.Duration;

/** What a fault does to a call. */
public sealed interface Effect {

    /**
     * The server refuses; nothing is done.
     *
     * @param status HTTP status
     * @param retryAfter null if the server does not say
     */
    record Refuse(Reason reason, int status, String answer, Duration retryAfter) implements Effect {}

    /** The request never arrives: a timeout, nothing is done. */
    record LoseRequest() implements Effect {}

    /** The request is carried out, its answer never arrives: a timeout, although it is done. */
    record LoseAnswer() implements Effect {}

    /**
     * Takes longer. What takes longer than the port's timeout is a timeout; the write may land after it.
     *
     * @param there extra time until the server has the request
     * @param back extra time until the answer is back
     */
    record Delay(Duration there, Duration back) implements Effect {}
}
