package io.jenkins.plugins.greyrelease.jenkins.config;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.RegistrySpec;

/**
 * Signs in to registries, without credentials as nobody in particular. What is wrong is said in one sentence without
 * secrets, as an {@link IllegalStateException}.
 */
record RegistryLogins(ServiceLogins kept) {

    /** Who to be there now. May block: credentials may be kept elsewhere. */
    Login of(RegistrySpec registry) {
        return registry.credentials()
                .map(id -> kept.of(
                        id, "are neither user and password nor a token (secret text), as a registry wants them"))
                .orElseGet(Login.Anonymous::new);
    }
}
