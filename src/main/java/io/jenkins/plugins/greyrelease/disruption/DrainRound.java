package io.jenkins.plugins.greyrelease.disruption;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.rollout.Claim;
import io.jenkins.plugins.greyrelease.runtime.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The drain of the nodes of one round, which are cordoned. Everything on the maintenance's own executor. */
final class DrainRound {
    private final List<String> nodes;
    private final DrainSetting setting;
    private final Duration begun;
    private final Map<String, AppDrain> apps = new TreeMap<>();
    /** Available pods of each app when it was first touched: as many shall be there at the end. */
    private final Map<String, Integer> before = new TreeMap<>();

    DrainRound(List<String> nodes, DrainSetting setting) {
        this.nodes = nodes;
        this.setting = setting;
        this.begun = setting.elapsed();
    }

    List<String> nodes() {
        return nodes;
    }

    /** Claims of a process before this one are given back. */
    void takeUpClaims(DrainSight sight) {
        for (Deployment each : sight.deployments()) {
            if (Claim.on(each).filter(claim -> claim.by().equals(setting.id())).isPresent()) {
                String app = each.getMetadata().getNamespace() + "/"
                        + each.getMetadata().getName();
                AppDrain drain = new AppDrain(app, setting);
                drain.takeUp();
                apps.put(app, drain);
            }
        }
    }

    int evicted() {
        return apps.values().stream().mapToInt(AppDrain::total).sum();
    }

    Duration lasts() {
        return setting.elapsed().minus(begun);
    }

    /** Evicts what may go now. */
    void look(DrainSight sight) {
        Map<String, List<Pod>> waiting = new TreeMap<>();
        for (Pod pod : left(sight)) {
            waiting.computeIfAbsent(sight.app(pod), app -> new ArrayList<>()).add(pod);
        }
        for (String app : waiting.keySet()) {
            before.computeIfAbsent(app, sight::available);
            apps.computeIfAbsent(app, key -> new AppDrain(key, setting));
        }
        apps.forEach((app, drain) -> drain.look(sight, waiting.getOrDefault(app, List.of())));
    }

    private List<Pod> left(DrainSight sight) {
        return nodes.stream().flatMap(node -> sight.moving(node).stream()).toList();
    }

    /** Whether the nodes are empty, nothing is claimed, and the pods evicted have others in their place. */
    boolean done(DrainSight sight) {
        return left(sight).isEmpty() && quiet() && lacking(sight).isEmpty();
    }

    boolean quiet() {
        return apps.values().stream().allMatch(AppDrain::idle);
    }

    void stop() {
        apps.values().forEach(AppDrain::stop);
    }

    private List<String> lacking(DrainSight sight) {
        List<String> lacking = new ArrayList<>();
        before.forEach((app, pods) -> {
            // somebody may have scaled the app down
            int wanted = Math.min(pods, sight.wanted(app));
            if (sight.available(app) < wanted) {
                lacking.add(app + " has " + sight.available(app) + " of " + wanted + " pods available");
            }
        });
        return lacking;
    }

    /** A node that is not ours any more as we left it. */
    Optional<String> interfered(DrainSight sight) {
        for (String name : nodes) {
            Node node = sight.nodes().get(name);
            if (node == null) {
                continue;
            }
            boolean ours = NodeMark.on(node)
                    .filter(mark -> mark.id().equals(setting.id()))
                    .isPresent();
            if (!ours || !NodeMark.cordoned(node)) {
                return Optional.of("somebody uncordoned " + name + " or took its mark off while it was drained");
            }
        }
        return Optional.empty();
    }

    /** What the round still waits for, after all the time that it had. */
    String late(DrainSight sight, Duration limit) {
        return "the drain of " + nodes + " has not ended within " + Durations.shown(limit) + ":\n"
                + String.join("\n", hanging(sight))
                + "\nThe nodes stay cordoned; see to that and run it again, or uncordon them";
    }

    private List<String> hanging(DrainSight sight) {
        List<String> hanging = new ArrayList<>();
        for (Pod pod : left(sight)) {
            String named = "pod " + DrainedPods.name(pod) + " on " + DrainedPods.node(pod);
            List<String> finalizers = pod.getMetadata().getFinalizers();
            if (!DrainedPods.leaving(pod)) {
                AppDrain app = apps.get(sight.app(pod));
                String why = app == null ? "" : app.standing();
                hanging.add(named + " is still there" + (why.isEmpty() ? "" : ": " + why));
            } else if (finalizers != null && !finalizers.isEmpty()) {
                hanging.add(named + " is kept by finalizers " + finalizers);
            } else {
                hanging.add(named + " has been told to end and does not (it ignores SIGTERM, or its node is silent)");
            }
        }
        hanging.addAll(lacking(sight));
        return hanging;
    }
}
