package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadModel;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.LoadTrace;
import io.jenkins.plugins.greyrelease.runtime.Durations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The load on apps over time, as a file has it: lines of {@code time,app,load}. The time counts from when the pipeline
 * begins, in seconds or as {@code 10m}; the load is what all pods of the app together use, in millicores of CPU, with
 * straight lines between the points. A heading, empty lines and lines that begin with {@code #} are skipped.
 *
 * <p>Example: {@code 0,cart,600} and {@code 10m,cart,1800} are 1,200 millicores after five minutes.
 */
public record LoadFile(Map<String, LoadTrace> apps) {

    public LoadFile {
        apps = new LinkedHashMap<>(apps);
    }

    /**
     * Reads the file.
     *
     * @param file its name, for messages
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException naming every bad line
     */
    public static LoadFile read(String file, String text) {
        Problems problems = new Problems();
        Map<String, TreeMap<Duration, Double>> points = new LinkedHashMap<>();
        String[] lines = text.split("\\R");
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            boolean heading = points.isEmpty() && line.replace(" ", "").equalsIgnoreCase("time,app,load");
            if (!line.isEmpty() && !line.startsWith("#") && !heading) {
                line(file + ":" + (i + 1), line, points, problems);
            }
        }
        if (points.isEmpty() && problems.none()) {
            problems.add(
                    file + ": there is no line of load; wanted are lines 'time,app,load', such as '10m,cart,1800'");
        }
        problems.throwIfAny("load");
        Map<String, LoadTrace> apps = new LinkedHashMap<>();
        points.forEach((app, of) -> apps.put(app, LoadTrace.of(of)));
        return new LoadFile(apps);
    }

    private static void line(
            String where, String line, Map<String, TreeMap<Duration, Double>> points, Problems problems) {
        String[] fields = line.split(",", -1);
        if (fields.length == 3 && !fields[1].isBlank() && fields[2].strip().matches("\\d{1,9}(\\.\\d{1,6})?")) {
            try {
                Duration at = Durations.parse(fields[0]);
                TreeMap<Duration, Double> of = points.computeIfAbsent(fields[1].strip(), app -> new TreeMap<>());
                if (of.isEmpty() || of.lastKey().compareTo(at) < 0) {
                    of.put(at, Double.parseDouble(fields[2].strip()));
                } else {
                    problems.add(where + ": '" + line + "' is not later than the line before of this app");
                }
                return;
            } catch (IllegalArgumentException e) {
                problems.add(where + ": " + e.getMessage());
                return;
            }
        }
        problems.add(where + ": '" + line + "' is not 'time,app,load', such as '10m,cart,1800'");
    }

    /**
     * Puts these loads on the apps of all clusters, from now on.
     *
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException naming the apps that no cluster has
     */
    void on(SimulatedFleet fleet, Duration now) {
        Problems problems = new Problems();
        for (String app : apps.keySet()) {
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
            LoadTrace trace = apps.getOrDefault(namespace + "/" + name, apps.get(name));
            if (trace != null) {
                cluster.controllers().load().put(namespace, name, LoadModel.Load.cpu(trace.after(now)));
            }
        });
    }
}
