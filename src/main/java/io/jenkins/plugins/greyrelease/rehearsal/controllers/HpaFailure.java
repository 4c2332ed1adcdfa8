package io.jenkins.plugins.greyrelease.rehearsal.controllers;

/** A metric that gives no number of replicas; the message is what the HPA's condition says. */
final class HpaFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    HpaFailure(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** The condition's reason, such as {@code FailedGetResourceMetric}. */
    String reason() {
        return reason;
    }
}
