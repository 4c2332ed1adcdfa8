package io.jenkins.plugins.greyrelease.image.build;

import io.jenkins.plugins.greyrelease.image.checkout.Checkout;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The layers that an order gave.
 *
 * @param layers from the lowest to the uppermost; empty ones are left out
 * @param mainClass what the artifact's manifest names as its main class; empty: none
 * @param checkout what the files around them were checked out from
 */
public record MadeLayers(List<LayerFile> layers, String mainClass, Checkout checkout) implements Serializable {
    private static final long serialVersionUID = 1L;

    public MadeLayers {
        layers = new ArrayList<>(layers);
    }

    /** The same, with what they were checked out from. */
    public MadeLayers of(Checkout from) {
        return new MadeLayers(layers, mainClass, from);
    }
}
