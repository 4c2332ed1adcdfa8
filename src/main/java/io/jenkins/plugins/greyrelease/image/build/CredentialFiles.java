package io.jenkins.plugins.greyrelease.image.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells files that look like credentials: what is once in a layer stays in it, for everybody who may pull the image.
 *
 * <p>Does not look into archives that stay archives, nor for secrets in the midst of other texts.
 */
final class CredentialFiles {
    private static final Set<String> NAMES = Set.of(
            ".env",
            ".netrc",
            "_netrc",
            ".pgpass",
            ".htpasswd",
            ".dockercfg",
            ".git-credentials",
            "id_rsa",
            "id_dsa",
            "id_ecdsa",
            "id_ed25519",
            "kubeconfig",
            "credentials.xml",
            "master.key");

    /** Files that are credentials in one folder and harmless in another. */
    private static final Pattern PLACES = Pattern.compile(
            "(?:.*/)?(?:\\.docker/config\\.json|\\.kube/config|\\.aws/credentials|\\.ssh/[^/]+|\\.m2/settings\\.xml)");

    /** {@code .env.production} is one, {@code .env.example} is not. */
    private static final Pattern ENVIRONMENT = Pattern.compile("\\.env\\.(?!example$|sample$|template$|dist$)[^/]+");

    private static final Pattern KEYS = Pattern.compile(".*\\.(?:pem|key|crt|p8)");
    private static final int LOOKED_AT = 256 * 1024;

    private CredentialFiles() {}

    /**
     * Why a file looks like credentials; empty: it does not.
     *
     * @param path of the file with {@code /}, from where the search began
     */
    static Optional<String> reason(String path, Path file) throws IOException {
        String small = path.toLowerCase(Locale.ROOT);
        String name = small.substring(small.lastIndexOf('/') + 1);
        if (("/" + small + "/").contains("/.git/")) {
            return Optional.of("the history of the repository and its remotes' passwords");
        }
        if (NAMES.contains(name)
                || ENVIRONMENT.matcher(name).matches()
                || PLACES.matcher(small).matches()) {
            return Optional.of("a file that usually holds credentials");
        }
        if (KEYS.matcher(name).matches() && contains(file, "PRIVATE KEY-----")) {
            return Optional.of("a private key");
        }
        if (name.equals(".npmrc") && contains(file, "_auth")) {
            return Optional.of("a registry's token");
        }
        return Optional.empty();
    }

    private static boolean contains(Path file, String words) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LOOKED_AT), StandardCharsets.ISO_8859_1).contains(words);
        }
    }
}
