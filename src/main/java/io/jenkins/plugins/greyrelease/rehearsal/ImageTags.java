package io.jenkins.plugins.greyrelease.rehearsal;

import io.fabric8.kubernetes.api.model.Container;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.Change;
import java.util.List;
import java.util.stream.Stream;

/** Images that a release names by tag: without a registry a rehearsal cannot say which digest that is. */
final class ImageTags {
    /** What a rehearsal takes such a tag for. */
    static final String ANSWER =
            "the tag is released as written: it means one image, and the same one in every cluster";

    private ImageTags() {}

    /** The images without a digest, each once. */
    static List<String> of(Change change) {
        Stream<String> images = Stream.empty();
        if (change instanceof Change.Image image) {
            images = Stream.of(image.image());
        } else if (change instanceof Change.Manifest manifest) {
            images = manifest.deployment().getSpec().getTemplate().getSpec().getContainers().stream()
                    .map(Container::getImage);
        }
        return images.filter(image -> !image.contains("@sha256:")).distinct().toList();
    }
}
