package io.jenkins.plugins.greyrelease.jenkins.config;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.RegistrySpec;
import java.util.Optional;
import java.util.function.Function;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * Signs in to registries with what is kept in Jenkins, as it is kept at that moment. What is wrong is said in one
 * sentence without secrets, as an {@link IllegalStateException}.
 */
final class RegistryLogins {
    private static final String CHOOSE = "; choose others on the system page, under Grey Release";

    private final Function<String, Optional<StandardCredentials>> kept;

    /** @param kept the credentials of an id, if there are some */
    RegistryLogins(Function<String, Optional<StandardCredentials>> kept) {
        this.kept = kept;
    }

    /** Who to be there now. May block: credentials may be kept elsewhere. */
    Login of(RegistrySpec registry) {
        if (registry.credentials().isEmpty()) {
            return new Login.Anonymous();
        }
        String id = registry.credentials().get();
        StandardCredentials credentials = kept.apply(id)
                .orElseThrow(() -> new IllegalStateException("there are no credentials '" + id
                        + "' that Jenkins itself may use: they were deleted, or belong to a folder or a user"
                        + CHOOSE));
        if (credentials instanceof StandardUsernamePasswordCredentials user) {
            return new Login.Basic(user.getUsername(), user.getPassword().getPlainText());
        } else if (credentials instanceof StringCredentials token) {
            return new Login.Bearer(token.getSecret().getPlainText());
        }
        throw new IllegalStateException("the credentials '" + id
                + "' are neither user and password nor a token (secret text), as a registry wants them" + CHOOSE);
    }
}
