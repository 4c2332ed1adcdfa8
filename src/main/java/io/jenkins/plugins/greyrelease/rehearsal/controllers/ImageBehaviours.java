package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which image behaves how, and which volumes cannot be mounted. What was said last about an image holds; a pod that was
 * started before keeps to what it began with until its next container start.
 */
public final class ImageBehaviours {
    private record Rule(Pattern images, ImageBehaviour behaviour) {}

    private final List<Rule> rules = new ArrayList<>();
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
        String quoted = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
        rules.add(0, new Rule(Pattern.compile(quoted), behaviour));
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

    boolean isBroken(String volume) {
        return brokenVolumes.contains(volume);
    }
}
