package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.http.Login;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Signs in to registries, SonarQube and Jira with a file of the credentials folder: {@code user:password}, or a token
 * alone. What is wrong is said as an {@link IllegalStateException} without secrets.
 *
 * @param path of the folder; empty: none was named
 */
record CredentialsFolder(Optional<Path> path) {

    /** Those of this name. */
    Login login(String id) {
        return login(id, "");
    }

    /** @param whose for messages: nothing, or such as {@code  of registry gd9} */
    Login login(String id, String whose) {
        String text = text(id, whose);
        int colon = text.indexOf(':');
        return colon < 0
                ? new Login.Bearer(text)
                : new Login.Basic(text.substring(0, colon), text.substring(colon + 1));
    }

    /** What something is signed with, whatever is in the file. */
    String secret(String id) {
        return text(id, "");
    }

    private String text(String id, String whose) {
        Path file = path.orElseThrow(() -> new IllegalStateException("the credentials '" + id + "'" + whose
                        + " are needed; name the folder that has them: --credentials"))
                .resolve(id);
        try {
            return TextFiles.read(file).strip();
        } catch (IOException e) {
            throw new IllegalStateException(
                    file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }
}
