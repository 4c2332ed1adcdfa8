package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.RegistrySpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Signs in to registries with what lies on this machine: a file of the credentials folder with {@code user:password}, or
 * with a token alone; without {@code credentials} in the fleet, whoever is logged in there with {@code docker login}. What
 * is wrong is said as an {@link IllegalStateException} without secrets.
 *
 * @param credentials the folder
 */
record RegistryLogins(DockerLogins docker, Optional<Path> credentials) {

    Login of(RegistrySpec registry) {
        if (registry.credentials().isEmpty()) {
            return docker.at(registry.host())
                    .<Login>map(user -> new Login.Basic(user.name(), user.password()))
                    .orElseGet(Login.Anonymous::new);
        }
        String id = registry.credentials().get();
        Path file = credentials
                .orElseThrow(() -> new IllegalStateException("the credentials '" + id + "' of registry "
                        + registry.name() + " are needed; name the folder that has them: --credentials"))
                .resolve(id);
        String text;
        try {
            text = TextFiles.read(file).strip();
        } catch (IOException e) {
            throw new IllegalStateException(
                    file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
        int colon = text.indexOf(':');
        return colon < 0
                ? new Login.Bearer(text)
                : new Login.Basic(text.substring(0, colon), text.substring(colon + 1));
    }
}
