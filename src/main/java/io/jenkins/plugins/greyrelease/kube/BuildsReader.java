package io.jenkins.plugins.greyrelease.kube;

import io.jenkins.plugins.greyrelease.kube.FleetSpec.BuildsSpec;
import io.jenkins.plugins.greyrelease.runtime.Durations;
import io.jenkins.plugins.greyrelease.runtime.Names;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Reads where Dockerfiles are built. */
final class BuildsReader {
    private static final Pattern PLATFORM = Pattern.compile("linux/[a-z0-9]+(?:/v[0-9]+)?");
    private static final Pattern NO_IMAGE = Pattern.compile("\\s");
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    private BuildsReader() {}

    /** @param clusters those of the fleet */
    static BuildsSpec read(YamlFields fields, List<String> clusters) {
        String cluster = fields.required("cluster");
        if (!cluster.isEmpty() && !clusters.contains(cluster)) {
            fields.bad("cluster", "no cluster is named '" + cluster + "'" + Names.hint(cluster, clusters));
        }
        String namespace = fields.required("namespace");
        if (!namespace.isEmpty() && !FleetReader.NAMESPACE.matcher(namespace).matches()) {
            fields.bad("namespace", "'" + namespace + "' is no namespace");
        }
        String image = fields.required("image");
        if (NO_IMAGE.matcher(image).find()) {
            fields.bad("image", "'" + image + "' is no image");
        }
        String platform = fields.text("platform").orElse(BuildsSpec.PLATFORM);
        if (!PLATFORM.matcher(platform).matches()) {
            fields.bad("platform", "'" + platform + "' is none, such as linux/amd64 or linux/arm64");
        }
        BuildsSpec builds = new BuildsSpec(
                cluster,
                namespace,
                image,
                fields.text("pullSecret"),
                platform,
                FleetReader.quantity(fields, "cpu", BuildsSpec.CPU),
                FleetReader.quantity(fields, "memory", BuildsSpec.MEMORY),
                timeout(fields));
        fields.end();
        return builds;
    }

    private static Duration timeout(YamlFields fields) {
        String text = fields.text("timeout").orElse("");
        if (text.isEmpty()) {
            return BuildsSpec.TIMEOUT;
        }
        Duration timeout = null;
        try {
            timeout = Durations.parse(text);
        } catch (IllegalArgumentException e) {
            fields.bad("timeout", e.getMessage());
        }
        if (timeout != null && (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0)) {
            fields.bad("timeout", "'" + text + "' must be from 1m to 24h");
            timeout = null;
        }
        return timeout == null ? BuildsSpec.TIMEOUT : timeout;
    }
}
