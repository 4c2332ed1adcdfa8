package io.jenkins.plugins.greyrelease.rehearsal;

import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ContainerWork;
import io.jenkins.plugins.greyrelease.rehearsal.registry.SampleImage;
import io.jenkins.plugins.greyrelease.rehearsal.registry.StandInRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Plays BuildKit in a simulated cluster: nothing is built, and an image with the labels that were asked for stands for what
 * it would have been. The same request gives the same image.
 */
public final class SimulatedBuilder {
    private static final Duration TAKES = Duration.ofSeconds(90);
    private static final String LABEL = "--opt=label:";
    private static final int[] LAYERS = {3000, 500};

    private final Function<String, Optional<StandInRegistry>> registries;

    /** @param registries by host; empty: none is there */
    public SimulatedBuilder(Function<String, Optional<StandInRegistry>> registries) {
        this.registries = registries;
    }

    /** What the container of a build does. */
    public ContainerWork work(Pod pod) {
        List<String> arguments = pod.getSpec().getContainers().get(0).getArgs();
        String output = arguments == null
                ? ""
                : arguments.stream()
                        .filter(each -> each.startsWith("--output="))
                        .findFirst()
                        .orElse("");
        if (!output.contains("push-by-digest=true")) {
            return ContainerWork.DONE;
        }
        ImageRef target = ImageRef.of(output.replaceFirst(".*?,name=", "").replaceFirst(",.*", ""));
        Optional<StandInRegistry> registry = registries.apply(target.registry());
        if (registry.isEmpty()) {
            return ContainerWork.fails(
                    TAKES,
                    1,
                    List.of("#1 load build definition", "error: failed to push " + target + ": no such host"));
        }
        SampleImage image = SampleImage.labelled(arguments.toString(), labels(arguments), LAYERS);
        registry.get().put(target.repository(), image);
        return ContainerWork.succeeds(
                TAKES,
                image.digest(),
                List.of(
                        "#1 load build definition",
                        "#2 (a rehearsal builds nothing)",
                        "#3 pushing manifest for " + target + "@" + image.digest()));
    }

    private static Map<String, String> labels(List<String> arguments) {
        Map<String, String> labels = new TreeMap<>();
        for (String each : arguments) {
            if (each.startsWith(LABEL)) {
                int equals = each.indexOf('=', LABEL.length());
                labels.put(each.substring(LABEL.length(), equals), each.substring(equals + 1));
            }
        }
        return labels;
    }
}
