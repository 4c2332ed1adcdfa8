package io.jenkins.plugins.greyrelease.cli;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.FleetReader;
import io.jenkins.plugins.greyrelease.kube.Selection;
import io.jenkins.plugins.greyrelease.manifest.Manifests;
import io.jenkins.plugins.greyrelease.plan.BatchSize;
import io.jenkins.plugins.greyrelease.plan.Plan;
import io.jenkins.plugins.greyrelease.plan.PlanRequest;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.plan.Spread;
import io.jenkins.plugins.greyrelease.runtime.Names;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code grey plan} was given; anything may be null that was not.
 *
 * @param clusters names, {@code label:value} or {@code name=pods}
 */
record PlanInput(
        String app,
        String namespace,
        String batches,
        String spread,
        List<String> clusters,
        Path fleet,
        Path manifests,
        int maxParallel,
        boolean strict) {

    private static final Pattern COUNTED = Pattern.compile("(.*)=(\\d{1,6})");

    /**
     * The plan.
     *
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException with everything that is wrong
     * @throws IOException if a file cannot be read
     */
    Plan plan() throws IOException {
        Problems problems = new Problems();
        if (app == null || app.isBlank()) {
            problems.add("--app: is missing; name the Deployment");
        }
        List<BatchSize> sizes = sizes(problems);
        Spread how = spread(problems);
        if (maxParallel < 1) {
            problems.bad("--max-parallel", maxParallel, "must be 1 or more");
        }
        Map<String, Integer> counted = counted(problems);
        List<String> names = names(counted, problems);
        Map<String, Integer> desired = desired(names, counted, problems);
        problems.throwIfAny("plan");
        return Plan.of(new PlanRequest(app, namespace, names, sizes, how, maxParallel, strict, ""), desired);
    }

    private List<BatchSize> sizes(Problems problems) {
        List<BatchSize> sizes = new ArrayList<>();
        if (batches == null || batches.isBlank()) {
            problems.add("--batches: is missing; give sizes in order, such as 1,25%,rest");
            return sizes;
        }
        for (String each : batches.split(",", -1)) {
            try {
                sizes.add(BatchSize.parse(each));
            } catch (IllegalArgumentException e) {
                problems.bad("--batches", batches, e.getMessage());
            }
        }
        int rest = sizes.indexOf(new BatchSize.Rest());
        if (rest >= 0 && rest < sizes.size() - 1) {
            problems.bad("--batches", batches, "'rest' must be the last batch: nothing is left after it");
        }
        return sizes;
    }

    private Spread spread(Problems problems) {
        for (Spread each : Spread.values()) {
            if (each.name().equalsIgnoreCase(spread)) {
                return each;
            }
        }
        String hint = Names.hint(spread, List.of("sequence", "even", "fill"));
        problems.bad("--spread", spread, "must be sequence, even or fill" + hint);
        return Spread.SEQUENCE;
    }

    private Map<String, Integer> counted(Problems problems) {
        Map<String, Integer> counted = new LinkedHashMap<>();
        for (String term : clusters) {
            Matcher matcher = COUNTED.matcher(term.strip());
            if (matcher.matches()) {
                counted.put(matcher.group(1), Integer.parseInt(matcher.group(2)));
            } else if (term.contains("=")) {
                problems.bad("--clusters", term, "must be name=pods, with 0 to 999999 pods");
            }
        }
        return counted;
    }

    private List<String> names(Map<String, Integer> counted, Problems problems) throws IOException {
        List<String> wanted =
                clusters.stream().map(t -> t.strip().replaceFirst("=.*", "")).toList();
        if (fleet != null) {
            List<ClusterSpec> known =
                    FleetReader.read(fleet.toString(), TextFiles.read(fleet)).clusters();
            return Selection.of(known, wanted, problems).stream()
                    .map(ClusterSpec::name)
                    .toList();
        }
        if (wanted.isEmpty()) {
            problems.add("--clusters: is missing; name them with their pods (gd9-a=10), or give --fleet");
        }
        wanted.stream()
                .filter(name -> name.contains(":"))
                .forEach(label -> problems.bad("--clusters", label, "is a label; give the --fleet that has it"));
        List<ClusterSpec> named =
                wanted.stream().distinct().map(ClusterSpec::simulated).toList();
        return Selection.of(named, wanted.stream().filter(n -> !n.contains(":")).toList(), problems).stream()
                .map(ClusterSpec::name)
                .toList();
    }

    private Map<String, Integer> desired(List<String> names, Map<String, Integer> counted, Problems problems) {
        Map<String, Integer> desired = new LinkedHashMap<>();
        List<String> unknown =
                names.stream().filter(n -> !counted.containsKey(n)).toList();
        Optional<Integer> usual = unknown.isEmpty() || app == null ? Optional.empty() : replicas(problems);
        names.forEach(name -> desired.put(name, counted.getOrDefault(name, usual.orElse(0))));
        if (!unknown.isEmpty() && manifests == null) {
            problems.add("--clusters: the number of pods is not said for " + String.join(", ", unknown)
                    + "; write name=pods, or give --manifests");
        }
        return desired;
    }

    private Optional<Integer> replicas(Problems problems) {
        if (manifests == null) {
            return Optional.empty();
        }
        List<Deployment> all = Manifests.load(manifests, namespace).objects().stream()
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .filter(d -> namespace.equals(d.getMetadata().getNamespace()))
                .toList();
        Optional<Deployment> found =
                all.stream().filter(d -> d.getMetadata().getName().equals(app)).findFirst();
        if (found.isEmpty()) {
            List<String> names =
                    all.stream().map(d -> d.getMetadata().getName()).toList();
            problems.bad(
                    "--app",
                    app,
                    "is no Deployment of namespace " + namespace + " in " + manifests + Names.hint(app, names)
                            + (names.isEmpty() ? " (it has none)" : " (it has: " + String.join(", ", names) + ")"));
        }
        return found.map(
                d -> d.getSpec().getReplicas() == null ? 1 : d.getSpec().getReplicas());
    }
}
