package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What pods request of a resource, in thousandths: the sum of their containers, restartable init containers too. */
final class HpaRequests {
    private HpaRequests() {}

    /**
     * By pod name.
     *
     * @param container only this one; empty for all
     * @throws HpaFailure if one of them requests nothing
     */
    static Map<String, Long> of(Collection<Pod> pods, String resource, String container) throws HpaFailure {
        Map<String, Long> requests = new TreeMap<>();
        for (Pod pod : pods) {
            long sum = 0;
            for (Container each : containers(pod)) {
                if (container.isEmpty() || container.equals(each.getName())) {
                    sum += request(pod, each, resource);
                }
            }
            requests.put(pod.getMetadata().getName(), sum);
        }
        return requests;
    }

    private static List<Container> containers(Pod pod) {
        List<Container> all = new ArrayList<>(pod.getSpec().getContainers());
        for (Container each : pod.getSpec().getInitContainers()) {
            if ("Always".equals(each.getRestartPolicy())) {
                all.add(each);
            }
        }
        return all;
    }

    private static long request(Pod pod, Container container, String resource) throws HpaFailure {
        Map<String, Quantity> requests = container.getResources() == null
                ? null
                : container.getResources().getRequests();
        Quantity request = requests == null ? null : requests.get(resource);
        if (request == null) {
            throw new HpaFailure(
                    "",
                    "missing request for " + resource + " in container " + container.getName() + " of Pod "
                            + pod.getMetadata().getName());
        }
        return request.getNumericalAmount().movePointRight(3).longValue();
    }
}
