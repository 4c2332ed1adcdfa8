package io.jenkins.plugins.greyrelease.autoscale.live;

import java.math.BigDecimal;
import java.net.URI;

/** Where a policy's figure comes from, and what one pod should have of it. */
public sealed interface Gauge {

    /** The policy's name, in the log. */
    String name();

    /**
     * CPU or memory, from the metrics API.
     *
     * @param resource {@code cpu} or {@code memory}
     * @param target cores or bytes of one pod; or of what a pod requests, 1 being all of it
     * @param ofRequest which of the two
     */
    record Resource(String resource, BigDecimal target, boolean ofRequest) implements Gauge {
        @Override
        public String name() {
            return resource;
        }
    }

    /**
     * A query of Prometheus: the sum of what it answers is of the app as a whole.
     *
     * @param server address, without {@code /api/v1/query}
     * @param target what one pod should have of it, more than 0
     */
    record Query(String name, URI server, String query, double target) implements Gauge {}
}
