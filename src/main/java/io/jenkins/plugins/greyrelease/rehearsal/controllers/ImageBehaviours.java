package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Which image behaves how, and which volumes cannot be mounted. What was said last about an image holds; a pod that was
 * started before keeps to what it began with until its next container start.
 */
public final class ImageBehaviours {
    private record Rule(Pattern images, ImageBehaviour behaviour) {}

    private record WorkRule(Pattern images, Function<Pod, ContainerWork> work) {}

    private final List<Rule> rules = new ArrayList<>();
    private final List<WorkRule> works = new ArrayList<>();
    private final Set<String> brokenVolumes = new TreeSet<>();
    private ImageBehaviour usual = ImageBehaviour.NORMAL;

    /** How all images behave that nothing else was said about. */
    public void usual(ImageBehaviour behaviour) {
        usual = behaviour;
    }

    /**
     * How these images behave.
     *
     * @param pattern the image as the container has it; {@code *} stands for anything
     */
    public void set(String pattern, ImageBehaviour behaviour) {
        rules.add(0, new Rule(pattern(pattern), behaviour));
    }

    /**
     * What containers of these images do in pods that run once; {@link ContainerWork#DONE} where nothing was said.
     *
     * @param pattern as above
     * @param work asked when the container starts
     */
    public void work(String pattern, Function<Pod, ContainerWork> work) {
        works.add(0, new WorkRule(pattern(pattern), work));
    }

    private static Pattern pattern(String pattern) {
        return Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    }

    /** Pods with a volume of this name stay in ContainerCreating. */
    public void breakVolume(String name) {
        brokenVolumes.add(name);
    }

    /** How this image behaves. */
    public ImageBehaviour of(String image) {
        for (Rule each : rules) {
            if (each.images.matcher(image).matches()) {
                return each.behaviour;
            }
        }
        return usual;
    }

    ContainerWork work(String image, Pod pod) {
        return works.stream()
                .filter(each -> each.images.matcher(image).matches())
                .findFirst()
                .map(each -> each.work.apply(pod))
                .orElse(ContainerWork.DONE);
    }

    boolean isBroken(String volume) {
        return brokenVolumes.contains(volume);
    }
}
