package io.jenkins.plugins.greyrelease.kube.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what logins point to. Blocks: files are read. */
final class Endpoints {
    private Endpoints() {}

    /**
     * What a login is now.
     *
     * @throws LoginException if it cannot be used
     */
    static Endpoint of(Login login) {
        if (login instanceof Login.Token token) {
            return Endpoint.token(token.server(), token.caCertificate(), token.token());
        } else if (login instanceof Login.Certificate own) {
            return new Endpoint(
                    new Endpoint.Connection(
                            Endpoint.trimmed(own.server()),
                            own.caCertificate(),
                            Optional.of(own.certificate()),
                            Optional.of(own.key()),
                            false,
                            Optional.empty()),
                    Optional.empty());
        } else if (login instanceof Login.Kubeconfig config) {
            return new KubeconfigReader("the kubeconfig", config.text(), Optional.empty()).endpoint(config.context());
        } else if (login instanceof Login.KubeconfigFile config) {
            Path file = config.file();
            return new KubeconfigReader(file.toString(), text(file), Optional.of(file.toAbsolutePath()))
                    .endpoint(config.context());
        } else if (login instanceof Login.ServiceAccount account) {
            return Endpoint.token(
                    account.server(),
                    Optional.of(text(account.folder().resolve("ca.crt"))),
                    text(account.folder().resolve("token")));
        }
        throw new LoginException("there is nothing to sign in with");
    }

    static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new LoginException(file + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }
}
