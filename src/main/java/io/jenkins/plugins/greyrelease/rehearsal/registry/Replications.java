package io.jenkins.plugins.greyrelease.rehearsal.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jenkins.plugins.greyrelease.rehearsal.registry.RegistryFaults.Replicating;
import io.jenkins.plugins.greyrelease.rehearsal.registry.Repository.Manifest;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Harbor's replication: policies, executions, tasks; and how they lie.
 *
 * <p>Not thread-safe: its registry sees to that.
 */
final class Replications {
    private static final Duration BEGINS_AFTER = Duration.ofSeconds(2);

    private final StandInRegistry registry;
    private final Map<Long, ReplicationPolicy> policies = new TreeMap<>();
    private final Map<Long, Execution> executions = new TreeMap<>();
    private long ids;

    /** What goes to a repository of the other side. */
    private record Load(String repository, List<Manifest> manifests, Map<String, String> tags) {}

    Replications(StandInRegistry registry) {
        this.registry = registry;
    }

    long add(ReplicationPolicy policy) {
        policies.put(++ids, policy);
        return ids;
    }

    void remove(long policy) {
        policies.remove(policy);
        executions.values().removeIf(execution -> execution.policy == policy);
    }

    ArrayNode policies() {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        policies.forEach((id, policy) -> json.add(policy.json(id)));
        return json;
    }

    Optional<Execution> execution(long id) {
        return Optional.ofNullable(executions.get(id));
    }

    /** Starts one; the answer says where it is. */
    HttpReply start(long policyId) {
        ReplicationPolicy policy = policies.get(policyId);
        if (policy == null) {
            return HttpReply.refusal(404, "NOT_FOUND", "replication policy " + policyId + " not found");
        }
        if (!policy.enabled()) {
            return HttpReply.refusal(412, "PRECONDITION", "the policy " + policyId + " is disabled");
        }
        Execution execution = new Execution(++ids, policyId);
        executions.put(execution.id, execution);
        Replicating how = registry.faults().nextReplication();
        registry.after(BEGINS_AFTER, () -> begin(policy, execution, how));
        return HttpReply.of(201).with("Location", "/api/v2.0/replication/executions/" + execution.id);
    }

    /** Plans the tasks, and ends them when the bytes could have gone over the link. */
    private void begin(ReplicationPolicy policy, Execution execution, Replicating how) {
        if (how == Replicating.POLICY_DELETED) {
            remove(execution.policy);
            return;
        }
        StandInRegistry from = policy.from() == null ? registry : policy.from();
        StandInRegistry to = policy.to() == null ? registry : policy.to();
        List<Load> loads = from.locked(() -> loads(from, policy));
        loads.forEach(load -> execution.tasks.put(load.repository(), "InProgress"));
        boolean copies = Set.of(Replicating.HONEST, Replicating.SAYS_FAILED, Replicating.STUCK_AFTER_COPYING)
                .contains(how);
        if (how == Replicating.STUCK) {
            return;
        }
        long bytes = copies ? to.locked(() -> missing(to, policy, loads)) : 0;
        registry.after(registry.linkTime(from, to, bytes), () -> {
            if (copies) {
                to.locked(() -> {
                    loads.forEach(load -> put(from, to, target(policy, load.repository()), load));
                    return 0;
                });
            }
            if (how != Replicating.STUCK_AFTER_COPYING && execution.status.equals("InProgress")) {
                execution.all(
                        copies && how != Replicating.SAYS_FAILED || how == Replicating.SAYS_SUCCEED
                                ? "Succeed"
                                : "Failed");
                execution.text = execution.status.equals("Failed") ? "job failed: rehearsed" : "";
            }
        });
    }

    private static String target(ReplicationPolicy policy, String repository) {
        return policy.namespace().isEmpty()
                ? repository
                : policy.namespace() + "/" + repository.substring(repository.lastIndexOf('/') + 1);
    }

    private static List<Load> loads(StandInRegistry from, ReplicationPolicy policy) {
        List<Load> loads = new ArrayList<>();
        String tagPattern = policy.filters().getOrDefault("tag", "**");
        for (String name : from.repositories()) {
            Repository repository = from.repository(name);
            if (!matches(policy.filters().getOrDefault("name", "**"), name)) {
                continue;
            }
            Map<String, String> tags = new TreeMap<>(repository.tags);
            tags.keySet().removeIf(tag -> !matches(tagPattern, tag));
            Set<String> wanted = new LinkedHashSet<>(tags.values());
            if (matches(tagPattern, "")) {
                wanted.addAll(repository.manifests.keySet());
            }
            Map<String, Manifest> ordered = new LinkedHashMap<>();
            wanted.forEach(digest -> gather(repository, digest, ordered));
            repository.tags.forEach((tag, digest) -> {
                if (ordered.containsKey(digest) && tag.endsWith(".sig")) {
                    tags.put(tag, digest);
                }
            });
            loads.add(new Load(name, List.copyOf(ordered.values()), tags));
        }
        return loads;
    }

    /** Children first, and what is about a manifest after it. */
    private static void gather(Repository repository, String digest, Map<String, Manifest> ordered) {
        repository.manifest(digest).filter(m -> !ordered.containsKey(digest)).ifPresent(m -> {
            if (m.isIndex()) {
                m.children().forEach(child -> gather(repository, child, ordered));
            }
            ordered.put(m.digest(), m);
            repository.about(m.digest()).forEach(about -> gather(repository, about.digest(), ordered));
        });
    }

    private static boolean matches(String pattern, String name) {
        return FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(name));
    }

    private static long missing(StandInRegistry to, ReplicationPolicy policy, List<Load> loads) {
        return loads.stream()
                .mapToLong(load -> load.manifests().stream()
                        .filter(m -> !m.isIndex())
                        .flatMap(m -> m.blobs().stream())
                        .distinct()
                        .filter(b -> !to.repository(target(policy, load.repository()))
                                .blobs
                                .contains(b))
                        .mapToLong(b -> to.contents().get(b).length)
                        .sum())
                .sum();
    }

    private static void put(StandInRegistry from, StandInRegistry to, String name, Load load) {
        Repository repository = to.repository(name);
        for (Manifest manifest : load.manifests()) {
            List<String> blobs = manifest.isIndex() ? List.of() : manifest.blobs();
            for (String blob : blobs) {
                if (repository.blobs.add(blob)) {
                    String link = "registry:" + from.name();
                    to.traffic().up(link, to.name(), to.contents().get(blob).length);
                    to.traffic().whole(link, to.name(), blob);
                }
            }
            repository.manifests.put(manifest.digest(), manifest);
        }
        repository.tags.putAll(load.tags());
    }
}
