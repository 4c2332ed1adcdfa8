package io.jenkins.plugins.greyrelease.kube.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.api.Rbac;
import io.jenkins.plugins.greyrelease.rehearsal.api.SimCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The rights of a ClusterRole in {@code examples/rbac}, and what is done with them. A simulated cluster that was handed
 * to {@link #in} lets us do that and nothing else. A test class does everything there that the role is for, sees it end
 * well, so that nothing is missing, and asks in the end with {@link #assertAllOfItIsNeeded} that nothing is superfluous.
 *
 * <p>Does not check: whether every call that main code could make was made.
 */
public final class Granted {
    private static final Path FOLDER = Path.of("examples/rbac");
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    /** Rights that nobody uses in a test, and why they are there all the same. */
    private static final Map<String, String> NOT_SEEN = Map.of();

    private final List<PolicyRule> rules;
    private final SortedSet<String> used = new TreeSet<>();

    /** @param file in {@code examples/rbac} */
    public Granted(String file) {
        this.rules = role(file).getRules();
    }

    /** The ClusterRole of a file of the examples. */
    public static ClusterRole role(String file) {
        try {
            // what follows binds it
            String[] documents = Files.readString(FOLDER.resolve(file)).split("\n---\n");
            return YAML.unmarshal(documents[0], ClusterRole.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code verb resource.group}, one for each verb of each resource. */
    public static SortedSet<String> listed(List<PolicyRule> rules) {
        SortedSet<String> all = new TreeSet<>();
        for (PolicyRule rule : rules) {
            for (String group : rule.getApiGroups()) {
                for (String resource : rule.getResources()) {
                    rule.getVerbs().forEach(verb -> all.add(verb + " " + resource + "." + group));
                }
            }
        }
        return all;
    }

    /**
     * From now on we have these rights in the cluster, and no others.
     *
     * @param namespace or {@link Rbac#ANY}
     */
    public Granted in(ApiServer server, String namespace) {
        server.rbac().grant(SimCluster.WHO, namespace, rules);
        server.rbac().listen(asked -> {
            if (asked.user().equals(SimCluster.WHO)) {
                used.add(asked.verb() + " " + asked.resource() + "." + asked.group());
            }
        });
        return this;
    }

    /** All that was granted was used, and nothing else asked for. */
    public void assertAllOfItIsNeeded() {
        SortedSet<String> needed = new TreeSet<>(used);
        needed.addAll(NOT_SEEN.keySet());
        assertThat(listed(rules)).isEqualTo(needed);
    }
}
