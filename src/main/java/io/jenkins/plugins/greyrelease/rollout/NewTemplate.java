package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The pod template that a {@link Change} asks for, given what runs. */
final class NewTemplate {
    private static final String REVISION = "deployment.kubernetes.io/revision";

    private NewTemplate() {}

    /**
     * @param owned the stable Deployment's ReplicaSets, for a change back to an earlier version
     * @param problems hears why there is no such template
     * @return empty if problems were added
     */
    static Optional<PodTemplateSpec> of(Change change, Deployment stable, List<ReplicaSet> owned, Problems problems) {
        if (change instanceof Change.Image image) {
            return withImage(image, stable.getSpec().getTemplate(), problems);
        }
        if (change instanceof Change.Manifest manifest) {
            return Optional.of(manifest.deployment().getSpec().getTemplate());
        }
        return earlier((Change.Earlier) change, stable, owned, problems);
    }

    /** The image of the container that the change names, as the template has it; the first container's otherwise. */
    static String image(Change change, PodTemplateSpec template) {
        if (change instanceof Change.Image image) {
            return image.image();
        }
        return template.getSpec().getContainers().get(0).getImage();
    }

    private static Optional<PodTemplateSpec> withImage(
            Change.Image change, PodTemplateSpec template, Problems problems) {
        List<Container> containers = template.getSpec().getContainers();
        List<Container> inits =
                Optional.ofNullable(template.getSpec().getInitContainers()).orElse(List.of());
        String name;
        if (change.container().isPresent()) {
            name = change.container().get();
        } else if (containers.size() == 1) {
            name = containers.get(0).getName();
        } else {
            List<Container> same = sameRepository(containers, change.image());
            if (same.size() != 1) {
                problems.add("container: the pod has " + names(containers) + ", and "
                        + (same.isEmpty() ? "none of their images" : "more than one image")
                        + " is of " + repository(change.image()) + "; name the container");
                return Optional.empty();
            }
            name = same.get(0).getName();
        }
        if (containers.stream().noneMatch(c -> c.getName().equals(name))
                && inits.stream().noneMatch(c -> c.getName().equals(name))) {
            problems.bad(
                    "container",
                    name,
                    "the pod has " + names(containers) + (inits.isEmpty() ? "" : " and, before them, " + names(inits)));
            return Optional.empty();
        }
        return Optional.of(new PodTemplateSpecBuilder(template)
                .editSpec()
                .withContainers(replaced(containers, name, change.image()))
                .withInitContainers(replaced(inits, name, change.image()))
                .endSpec()
                .build());
    }

    /** Those with the same repository; if none has it, those that have it from another registry. */
    private static List<Container> sameRepository(List<Container> containers, String image) {
        List<Container> same = containers.stream()
                .filter(c -> repository(c.getImage()).equals(repository(image)))
                .toList();
        return !same.isEmpty()
                ? same
                : containers.stream()
                        .filter(c -> path(c.getImage()).equals(path(image)))
                        .toList();
    }

    private static String path(String image) {
        return PodImages.read(image).map(ImageRef::repository).orElse(image);
    }

    private static List<Container> replaced(List<Container> containers, String name, String image) {
        List<Container> changed = new ArrayList<>();
        for (Container container : containers) {
            changed.add(
                    container.getName().equals(name)
                            ? container.edit().withImage(image).build()
                            : container);
        }
        return changed;
    }

    /** An earlier revision by number or image, or the newest one below the current. */
    private static Optional<PodTemplateSpec> earlier(
            Change.Earlier change, Deployment stable, List<ReplicaSet> owned, Problems problems) {
        List<ReplicaSet> history = owned.stream()
                .filter(rs -> !TemplateHash.same(
                        rs.getSpec().getTemplate(), stable.getSpec().getTemplate()))
                .sorted(Comparator.comparingLong(NewTemplate::revision).reversed())
                .toList();
        Optional<ReplicaSet> found = change.to().isEmpty()
                ? history.stream().findFirst()
                : history.stream()
                        .filter(rs -> isVersion(rs, change.to().get()))
                        .findFirst();
        if (found.isEmpty()) {
            String known = history.stream()
                    .map(rs -> revision(rs) + " ("
                            + rs.getSpec().getTemplate().getSpec().getContainers().stream()
                                    .map(Container::getImage)
                                    .collect(Collectors.joining(", "))
                            + ")")
                    .collect(Collectors.joining("; "));
            problems.bad(
                    "to",
                    change.to().orElse("the version before"),
                    known.isEmpty()
                            ? "the Deployment's history has no earlier revision"
                            : "the Deployment's history has the revisions " + known);
        }
        return found.map(rs -> TemplateHash.withoutHash(rs.getSpec().getTemplate()));
    }

    private static boolean isVersion(ReplicaSet rs, String wanted) {
        return Long.toString(revision(rs)).equals(wanted)
                || rs.getSpec().getTemplate().getSpec().getContainers().stream()
                        .anyMatch(c -> isVersion(c.getImage(), wanted));
    }

    /** By the whole name, by the name without its digest, by tag or by digest; a digest is the same in any registry. */
    private static boolean isVersion(String image, String wanted) {
        String name = image.replaceFirst("@.*$", "");
        String digest = image.substring(name.length());
        return image.equals(wanted)
                || name.equals(wanted)
                || name.endsWith(":" + wanted)
                || !digest.isEmpty() && ("@" + wanted).endsWith(digest);
    }

    private static long revision(ReplicaSet rs) {
        var annotations = rs.getMetadata().getAnnotations();
        String value = annotations == null ? null : annotations.get(REVISION);
        return value == null || !value.matches("\\d{1,18}") ? 0 : Long.parseLong(value);
    }

    /** An image reference without tag and digest. */
    static String repository(String image) {
        String name = image.contains("@") ? image.substring(0, image.indexOf('@')) : image;
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    }

    private static String names(List<Container> containers) {
        return containers.stream().map(Container::getName).collect(Collectors.joining(", ", "containers ", ""));
    }
}
