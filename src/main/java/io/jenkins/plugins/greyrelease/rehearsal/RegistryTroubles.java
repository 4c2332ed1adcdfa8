package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultTarget;
import io.jenkins.plugins.greyrelease.rehearsal.registry.SampleImage;
import io.jenkins.plugins.greyrelease.rehearsal.registry.StandInRegistry;
import java.util.List;

/** Does to the registries of a rehearsal what a fault says. */
final class RegistryTroubles implements FaultTarget {
    private static final int LAYER = 1500;

    private final SimulatedRegistries registries;
    private final List<Demand> demands;

    /** @param demands the releases whose images faults speak of */
    RegistryTroubles(SimulatedRegistries registries, List<Demand> demands) {
        this.registries = registries;
        this.demands = demands;
    }

    /** None: registries are of no cluster. */
    @Override
    public String cluster() {
        return "";
    }

    @Override
    public boolean takes(FaultSpec fault) {
        return fault instanceof FaultSpec.Registry;
    }

    @Override
    public Runnable begin(FaultSpec fault) {
        FaultSpec.Registry at = (FaultSpec.Registry) fault;
        StandInRegistry registry = registries.named(at.registry());
        return switch (at.trouble()) {
            case DOWN -> {
                registry.faults().down(true);
                yield () -> registry.faults().down(false);
            }
            case IMAGE_MISSING -> {
                List<ImageRef> images = images();
                images.forEach(image -> registry.remove(image.repository(), image.reference()));
                yield () -> images.forEach(image -> SimulatedRegistries.put(registry, image));
            }
            case TAG_MOVED -> {
                images().stream()
                        .filter(image -> image.digest().isEmpty())
                        .forEach(image -> registry.put(
                                image.repository(), image.reference(), SampleImage.of("moved: " + image, LAYER)));
                yield () -> {};
            }
        };
    }

    private List<ImageRef> images() {
        return demands.stream()
                .flatMap(demand -> demand.newImages().stream())
                .flatMap(image -> registries.configured(image).stream())
                .distinct()
                .toList();
    }
}
