package io.jenkins.plugins.greyrelease.rehearsal.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.function.UnaryOperator;

/** Writes a kubeconfig. */
final class KubeconfigText {
    private static final String USER = "grey";

    private KubeconfigText() {}

    /** One context for each cluster; the first is the current one. */
    static String of(List<String> clusters, UnaryOperator<String> url, String token) {
        ObjectNode config = Texts.empty().put("apiVersion", "v1").put("kind", "Config");
        ArrayNode places = config.putArray("clusters");
        ArrayNode contexts = config.putArray("contexts");
        for (String name : clusters) {
            places.addObject().put("name", name).putObject("cluster").put("server", url.apply(name));
            contexts.addObject()
                    .put("name", name)
                    .putObject("context")
                    .put("cluster", name)
                    .put("user", USER);
        }
        config.putArray("users").addObject().put("name", USER).putObject("user").put("token", token);
        config.put("current-context", clusters.get(0));
        return Serialization.asYaml(config);
    }
}
