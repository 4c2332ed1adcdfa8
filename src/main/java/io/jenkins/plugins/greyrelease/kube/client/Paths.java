package io.jenkins.plugins.greyrelease.kube.client;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Where the API serves what. */
final class Paths {
    private static final String FIELD_MANAGER = "fieldManager=grey-release";

    private Paths() {}

    /** {@code /apis/apps/v1/namespaces/shop/deployments}; of all namespaces if it is null. */
    static String all(Kind<?> kind, String namespace) {
        String root = kind.group().isEmpty() ? "/api/v1" : "/apis/" + kind.apiVersion();
        boolean inside = kind.namespaced() && namespace != null;
        return root + (inside ? "/namespaces/" + encoded(namespace) : "") + "/" + kind.plural();
    }

    /** {@code /apis/apps/v1/namespaces/shop/deployments/cart}. */
    static String one(Kind<?> kind, String namespace, String name) {
        return all(kind, namespace == null ? "default" : namespace) + "/" + encoded(name);
    }

    /** What goes with every write. */
    static String write(WriteOptions options) {
        return "?" + FIELD_MANAGER + (options.dryRun() ? "&dryRun=All" : "");
    }

    /** {@code labelSelector=…}, or nothing where everything is wanted. */
    static String selected(LabelSelector selector) {
        String text = selector == null ? "" : text(selector);
        return text.isEmpty() ? "" : "labelSelector=" + encoded(text);
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String text(LabelSelector selector) {
        List<String> terms = new ArrayList<>();
        if (selector.getMatchLabels() != null) {
            new TreeMap<>(selector.getMatchLabels()).forEach((key, value) -> terms.add(key + "=" + value));
        }
        if (selector.getMatchExpressions() != null) {
            selector.getMatchExpressions().forEach(each -> terms.add(text(each)));
        }
        return String.join(",", terms);
    }

    private static String text(LabelSelectorRequirement each) {
        return switch (each.getOperator()) {
            case "In" -> each.getKey() + " in (" + String.join(",", each.getValues()) + ")";
            case "NotIn" -> each.getKey() + " notin (" + String.join(",", each.getValues()) + ")";
            case "Exists" -> each.getKey();
            case "DoesNotExist" -> "!" + each.getKey();
            default ->
                throw new IllegalArgumentException(
                        "label selector on '" + each.getKey() + "': unknown operator " + each.getOperator());
        };
    }
}
