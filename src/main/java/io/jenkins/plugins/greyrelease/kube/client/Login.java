package io.jenkins.plugins.greyrelease.kube.client;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a cluster is and who to be there. Immutable; two that are equal are the same login. No secret is in
 * {@link Object#toString}.
 */
public sealed interface Login {

    /**
     * A bearer token.
     *
     * @param server address of the API server, such as {@code https://gd9-a.example:6443}
     * @param caCertificate PEM text of the authorities to trust beside those of the Java runtime
     * @param token the token itself
     */
    record Token(String server, Optional<String> caCertificate, String token) implements Login {
        @Override
        public String toString() {
            return "a token for " + server;
        }
    }

    /**
     * A client certificate.
     *
     * @param server as in {@link Token}
     * @param caCertificate as in {@link Token}
     * @param certificate PEM text
     * @param key PEM text, RSA or EC, without passphrase
     */
    record Certificate(String server, Optional<String> caCertificate, String certificate, String key) implements Login {
        @Override
        public String toString() {
            return "a client certificate for " + server;
        }
    }

    /**
     * A kubeconfig from somewhere else, such as a credential. It must hold everything itself: it may name no file of
     * this machine, since whoever wrote it may not be allowed to read here.
     *
     * @param text its YAML
     * @param context the context to use; never another one
     */
    record Kubeconfig(String text, String context) implements Login {
        @Override
        public String toString() {
            return "context " + context + " of a kubeconfig";
        }
    }

    /**
     * A kubeconfig of this machine. It may name files beside it.
     *
     * @param context the context to use; never another one
     */
    record KubeconfigFile(Path file, String context) implements Login {
        @Override
        public String toString() {
            return "context " + context + " of " + file;
        }
    }

    /**
     * The service account of the pod that this process runs in. Its token is read again and again: it rotates.
     *
     * @param server as in {@link Token}
     * @param folder holds {@code token} and {@code ca.crt}
     */
    record ServiceAccount(String server, Path folder) implements Login {
        private static final Path MOUNTED = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

        /**
         * As Kubernetes gives it to every pod.
         *
         * @throws IllegalStateException where this process does not run in a pod
         */
        public static ServiceAccount mounted() {
            String host = System.getenv("KUBERNETES_SERVICE_HOST");
            String port = System.getenv("KUBERNETES_SERVICE_PORT");
            if (host == null || port == null) {
                throw new IllegalStateException("there is no service account to use: this process does not run in a pod"
                        + " (KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set)");
            }
            String shown = host.contains(":") ? "[" + host + "]" : host;
            return new ServiceAccount("https://" + shown + ":" + port, MOUNTED);
        }

        @Override
        public String toString() {
            return "the service account in " + folder;
        }
    }
}
