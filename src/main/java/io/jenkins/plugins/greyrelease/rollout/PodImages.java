package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.jenkins.plugins.greyrelease.image.ImageRef;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The images that pods name, those of init containers among them. Pure. */
final class PodImages {
    private PodImages() {}

    /** An image's name in its parts; empty if it is none, which the API server says. */
    static Optional<ImageRef> read(String image) {
        try {
            return Optional.of(ImageRef.of(image));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether both run the same: a digest is the same image in every registry. */
    static boolean same(PodTemplateSpec one, PodTemplateSpec other) {
        return identities(one).equals(identities(other));
    }

    private static List<String> identities(PodTemplateSpec template) {
        return containers(template.getSpec().getContainers())
                .map(container -> container.getImage().replaceFirst("^.*@", ""))
                .toList();
    }

    /** In order, each once. */
    static List<String> of(PodTemplateSpec template) {
        return Stream.concat(containers(template.getSpec().getContainers()), inits(template))
                .map(Container::getImage)
                .distinct()
                .toList();
    }

    /** The template with other references in their place; itself where all stay as they are. */
    static PodTemplateSpec replaced(PodTemplateSpec template, UnaryOperator<String> other) {
        if (of(template).stream().allMatch(image -> other.apply(image).equals(image))) {
            return template;
        }
        return new PodTemplateSpecBuilder(template)
                .editSpec()
                .withContainers(replaced(containers(template.getSpec().getContainers()), other))
                .withInitContainers(replaced(inits(template), other))
                .endSpec()
                .build();
    }

    private static List<Container> replaced(Stream<Container> containers, UnaryOperator<String> other) {
        return containers
                .map(container -> container
                        .edit()
                        .withImage(other.apply(container.getImage()))
                        .build())
                .toList();
    }

    private static Stream<Container> inits(PodTemplateSpec template) {
        return containers(template.getSpec().getInitContainers());
    }

    private static Stream<Container> containers(List<Container> some) {
        return Optional.ofNullable(some).orElse(List.of()).stream();
    }
}
