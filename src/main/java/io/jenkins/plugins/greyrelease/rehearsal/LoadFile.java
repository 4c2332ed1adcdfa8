package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadModel;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadModel.Sharing;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadTrace;
import io.jenkins.plugins.greyrelease.runtime.Durations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The load on apps over time, as a file has it: lines of {@code time,app,load}, or {@code time,app,load,metric}. The time
 * counts from when the pipeline begins, in seconds or as {@code 10m}; the load is what all pods of the app together use,
 * with straight lines between the points: millicores of CPU where no metric is named, bytes of {@code memory}, and of
 * anything else what autoscalers are to see under that name. A heading, empty lines and lines that begin with {@code #}
 * are skipped.
 *
 * <p>Example: {@code 0,cart,600} and {@code 10m,cart,1800} are 1,200 millicores after five minutes.
 *
 * @param loads by app, which is a name or {@code namespace/name}, and by metric
 */
public record LoadFile(Map<String, Map<String, LoadTrace>> loads) {
    private static final String CPU = "cpu";
    private static final int LEAST_FIELDS = 3;
    private static final int MOST_FIELDS = 4;

    public LoadFile {
        loads = new LinkedHashMap<>(loads);
    }

    /** The CPU of the apps that have one. */
    public Map<String, LoadTrace> apps() {
        Map<String, LoadTrace> apps = new LinkedHashMap<>();
        loads.forEach((app, metrics) -> Optional.ofNullable(metrics.get(CPU)).ifPresent(of -> apps.put(app, of)));
        return apps;
    }

    /** One metric of an app. */
    Optional<LoadTrace> of(String namespace, String app, String metric) {
        return Optional.ofNullable(of(namespace, app).get(metric));
    }

    private Map<String, LoadTrace> of(String namespace, String app) {
        return loads.getOrDefault(namespace + "/" + app, loads.getOrDefault(app, Map.of()));
    }

    /**
     * Reads the file.
     *
     * @param file its name, for messages
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException naming every bad line
     */
    public static LoadFile read(String file, String text) {
        Problems problems = new Problems();
        Map<String, Map<String, TreeMap<Duration, Double>>> points = new LinkedHashMap<>();
        String[] lines = text.split("\\R");
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            boolean heading = points.isEmpty() && line.replace(" ", "").matches("(?i)time,app,load(,metric)?");
            if (!line.isEmpty() && !line.startsWith("#") && !heading) {
                line(file + ":" + (i + 1), line, points, problems);
            }
        }
        if (points.isEmpty() && problems.none()) {
            problems.add(
                    file + ": there is no line of load; wanted are lines 'time,app,load', such as '10m,cart,1800'");
        }
        problems.throwIfAny("load");
        Map<String, Map<String, LoadTrace>> loads = new LinkedHashMap<>();
        points.forEach((app, metrics) -> metrics.forEach((metric, of) ->
                loads.computeIfAbsent(app, key -> new TreeMap<>()).put(metric, LoadTrace.of(of))));
        return new LoadFile(loads);
    }

    private static void line(
            String where, String line, Map<String, Map<String, TreeMap<Duration, Double>>> points, Problems problems) {
        String[] fields = line.split("\\s*,\\s*", -1);
        boolean whole =
                fields.length == LEAST_FIELDS || fields.length == MOST_FIELDS && !fields[LEAST_FIELDS].isBlank();
        if (!whole || fields[1].isBlank() || !fields[2].matches("\\d{1,15}(\\.\\d{1,6})?")) {
            problems.add(where + ": '" + line + "' is not 'time,app,load' or 'time,app,load,metric', such as"
                    + " '10m,cart,1800'");
            return;
        }
        String metric = fields.length == MOST_FIELDS ? fields[LEAST_FIELDS] : CPU;
        try {
            Duration at = Durations.parse(fields[0]);
            TreeMap<Duration, Double> of = points.computeIfAbsent(fields[1], app -> new TreeMap<>())
                    .computeIfAbsent(metric, name -> new TreeMap<>());
            if (of.isEmpty() || of.lastKey().compareTo(at) < 0) {
                of.put(at, Double.parseDouble(fields[2]));
            } else {
                problems.add(where + ": '" + line + "' is not later than the line before of this app");
            }
        } catch (IllegalArgumentException e) {
            problems.add(where + ": " + e.getMessage());
        }
    }

    /**
     * Puts these loads on the apps of all clusters, from now on.
     *
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException naming the apps that no cluster has
     */
    void on(SimulatedFleet fleet, Duration now) {
        Problems problems = new Problems();
        for (String app : loads.keySet()) {
            boolean known = fleet.clusters().stream()
                    .flatMap(cluster -> cluster.server().list(Kind.DEPLOYMENT, null, null).stream())
                    .anyMatch(each -> app.equals(each.getMetadata().getName())
                            || app.equals(each.getMetadata().getNamespace() + "/"
                                    + each.getMetadata().getName()));
            if (!known) {
                problems.bad("--load", app, "no cluster has a Deployment of this name");
            }
        }
        problems.throwIfAny("load");
        fleet.clusters().forEach(cluster -> on(cluster, now));
    }

    /** Puts these loads on the apps of a cluster, from now on; an app is meant by its name, or {@code namespace/name}. */
    private void on(SimulatedCluster cluster, Duration now) {
        cluster.server().list(Kind.DEPLOYMENT, null, null).forEach(deployment -> {
            String namespace = deployment.getMetadata().getNamespace();
            String name = deployment.getMetadata().getName();
            of(namespace, name).forEach((metric, trace) -> cluster.controllers()
                    .load()
                    .put(namespace, name, new LoadModel.Load(metric, trace.after(now), Sharing.SHARED)));
        });
    }
}
