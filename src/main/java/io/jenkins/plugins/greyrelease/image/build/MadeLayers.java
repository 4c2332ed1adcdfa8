package io.jenkins.plugins.greyrelease.image.build;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers that an order gave.
 *
 * @param layers from the lowest to the uppermost; empty ones are left out
 * @param mainClass what the artifact's manifest names as its main class; empty: none
 */
public record MadeLayers(List<LayerFile> layers, String mainClass) implements Serializable {
    private static final long serialVersionUID = 1L;

    public MadeLayers {
        layers = new ArrayList<>(layers);
    }
}
