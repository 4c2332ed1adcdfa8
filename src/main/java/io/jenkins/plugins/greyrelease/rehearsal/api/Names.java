package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Map;
import java.util.regex.Pattern;

/** The rules of names and labels. */
final class Names {

    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern DNS_1035 = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern DNS_1123 = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern LABEL = Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?");
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_LABEL = 63;

    private Names() {}

    /** Checks name, namespace and labels. */
    static void check(Problems problems, HasMetadata object) {
        String name = object.getMetadata().getName();
        if (object instanceof Service) {
            if (name.length() > LONGEST_LABEL || !DNS_1035.matcher(name).matches()) {
                problems.invalid(
                        "metadata.name",
                        name,
                        "a DNS-1035 label must consist of at most 63 lower case"
                                + " alphanumeric characters or '-', start with an alphabetic character, and end with an"
                                + " alphanumeric character");
            }
        } else if (name.length() > LONGEST_NAME || !SUBDOMAIN.matcher(name).matches()) {
            problems.invalid(
                    "metadata.name",
                    name,
                    "a lowercase RFC 1123 subdomain must consist of at most 253 lower"
                            + " case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric"
                            + " character");
        }
        String namespace = object.getMetadata().getNamespace();
        if (namespace != null && !isLabel(namespace)) {
            problems.invalid("metadata.namespace", namespace, "a lowercase RFC 1123 label is expected");
        }
        labels(problems, "metadata.labels", object.getMetadata().getLabels());
    }

    /** Whether this is a DNS-1123 label of at most 63 characters. */
    static boolean isLabel(String name) {
        return name.length() <= LONGEST_LABEL && DNS_1123.matcher(name).matches();
    }

    /** Checks keys and values; {@code labels} may be null. */
    static void labels(Problems problems, String field, Map<String, String> labels) {
        if (labels == null) {
            return;
        }
        labels.forEach((key, value) -> {
            int slash = key.indexOf('/');
            String prefix = key.substring(0, Math.max(0, slash));
            String name = key.substring(slash + 1);
            boolean goodPrefix = slash < 0
                    || prefix.length() <= LONGEST_NAME
                            && SUBDOMAIN.matcher(prefix).matches();
            if (!goodPrefix || name.isEmpty() || !isLabelValue(name)) {
                problems.invalid(
                        field,
                        key,
                        "a qualified name is expected: an optional DNS subdomain and '/', then at"
                                + " most 63 alphanumeric characters, '-', '_' or '.'");
            }
            if (!isLabelValue(value == null ? "" : value)) {
                problems.invalid(
                        field,
                        value,
                        "a valid label must be an empty string or consist of at most 63"
                                + " alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric"
                                + " character");
            }
        });
    }

    private static boolean isLabelValue(String value) {
        return value.length() <= LONGEST_LABEL && LABEL.matcher(value).matches();
    }
}
