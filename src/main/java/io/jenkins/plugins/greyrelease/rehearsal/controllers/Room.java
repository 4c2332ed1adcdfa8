package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/**
 * An amount of what a node has: CPU in thousandths of a core, memory in bytes.
 *
 * @param milliCpu 0 or more
 * @param memory 0 or more
 */
record Room(long milliCpu, long memory) {
    static final Room NONE = new Room(0, 0);

    /**
     * What a pod asks for: the sum of its containers, or its largest init container where that is more; plus overhead.
     * Side-cars (init containers that restart always) count like containers.
     */
    static Room of(Pod pod) {
        Room sum = sum(pod.getSpec().getContainers(), false);
        List<Container> inits = pod.getSpec().getInitContainers();
        Room sidecars = sum(inits, true);
        Room most = NONE;
        for (Container each : inits == null ? List.<Container>of() : inits) {
            most = most.max(requests(each));
        }
        Map<String, Quantity> overhead = pod.getSpec().getOverhead();
        return sum.plus(sidecars).max(most).plus(overhead == null ? NONE : of(overhead));
    }

    static Room of(Map<String, Quantity> resources) {
        return new Room(amount(resources.get("cpu"), 1000), amount(resources.get("memory"), 1));
    }

    Room plus(Room other) {
        return new Room(milliCpu + other.milliCpu, memory + other.memory);
    }

    Room minus(Room other) {
        return new Room(milliCpu - other.milliCpu, memory - other.memory);
    }

    private Room max(Room other) {
        return new Room(Math.max(milliCpu, other.milliCpu), Math.max(memory, other.memory));
    }

    private static Room sum(List<Container> containers, boolean onlySidecars) {
        Room sum = NONE;
        for (Container each : containers == null ? List.<Container>of() : containers) {
            if (!onlySidecars || "Always".equals(each.getRestartPolicy())) {
                sum = sum.plus(requests(each));
            }
        }
        return sum;
    }

    private static Room requests(Container container) {
        Map<String, Quantity> requests = container.getResources() == null
                ? null
                : container.getResources().getRequests();
        return requests == null ? NONE : of(requests);
    }

    private static long amount(Quantity quantity, int scale) {
        if (quantity == null) {
            return 0;
        }
        return Quantity.getAmountInBytes(quantity)
                .multiply(BigDecimal.valueOf(scale))
                .setScale(0, RoundingMode.CEILING)
                .longValue();
    }
}
