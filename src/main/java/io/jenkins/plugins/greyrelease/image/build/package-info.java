/**
 * Makes base images and application images: layers from files, the same from the same files wherever they lie, over what
 * a base has. Jib Core writes the layers; configuration and manifest keep all that the base says and that Jib does not
 * know (a stop signal, a CPU's variant, a health check); bytes travel over {@link io.jenkins.plugins.greyrelease.image},
 * which knows proxies and private certificates and checks every digest, as Jib's own client does not.
 */
package io.jenkins.plugins.greyrelease.image.build;
