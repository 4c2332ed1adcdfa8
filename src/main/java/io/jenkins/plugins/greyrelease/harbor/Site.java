package io.jenkins.plugins.greyrelease.harbor;

import io.jenkins.plugins.greyrelease.image.Registry;
import java.util.Optional;

/**
 * A registry with the ways to it.
 *
 * @param name it is configured by, or its host if it is not
 * @param url its address, such as {@code https://harbor.example}
 * @param registry the distribution protocol
 * @param harbor Harbor's own API; empty: nobody may ask it there, or it is known to be none
 */
public record Site(String name, String url, Registry registry, Optional<Harbor> harbor) {}
