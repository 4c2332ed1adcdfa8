package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.RegistrySpec;

/**
 * Signs in to registries with what lies on this machine: a file of the credentials folder; without {@code credentials} in
 * the fleet, whoever is logged in there with {@code docker login}. What is wrong is said as an {@link
 * IllegalStateException} without secrets.
 */
record RegistryLogins(DockerLogins docker, CredentialsFolder folder) {

    Login of(RegistrySpec registry) {
        if (registry.credentials().isEmpty()) {
            return docker.at(registry.host())
                    .<Login>map(user -> new Login.Basic(user.name(), user.password()))
                    .orElseGet(Login.Anonymous::new);
        }
        return folder.login(registry.credentials().get(), " of registry " + registry.name());
    }
}
