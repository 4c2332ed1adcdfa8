package io.jenkins.plugins.greyrelease.jenkins.config;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import io.jenkins.plugins.greyrelease.http.Login;
import java.util.Optional;
import java.util.function.Function;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * Signs in to systems beside the clusters with what is kept in Jenkins, as it is kept at that moment. What is wrong is said in one
 * sentence without secrets, as an {@link IllegalStateException}.
 */
final class ServiceLogins {
    private static final String CHOOSE = "; choose others on the system page, under Grey Release";

    private final Function<String, Optional<StandardCredentials>> kept;

    /** @param kept the credentials of an id, if there are some */
    ServiceLogins(Function<String, Optional<StandardCredentials>> kept) {
        this.kept = kept;
    }

    /** Who to be there. May block: credentials may be kept elsewhere. */
    Login of(String id) {
        return of(id, "are neither a token (secret text) nor user and password");
    }

    /** @param wrong what other credentials are, for the message */
    Login of(String id, String wrong) {
        StandardCredentials credentials = credentials(id);
        if (credentials instanceof StringCredentials token) {
            return new Login.Bearer(token.getSecret().getPlainText());
        } else if (credentials instanceof StandardUsernamePasswordCredentials user) {
            return new Login.Basic(user.getUsername(), user.getPassword().getPlainText());
        }
        throw new IllegalStateException("the credentials '" + id + "' " + wrong + CHOOSE);
    }

    /** A secret text. */
    String secret(String id) {
        if (credentials(id) instanceof StringCredentials secret) {
            return secret.getSecret().getPlainText();
        }
        throw new IllegalStateException("the credentials '" + id + "' are no secret text" + CHOOSE);
    }

    private StandardCredentials credentials(String id) {
        return kept.apply(id)
                .orElseThrow(() -> new IllegalStateException("there are no credentials '" + id
                        + "' that Jenkins itself may use: they were deleted, or belong to a folder or a user"
                        + CHOOSE));
    }
}
