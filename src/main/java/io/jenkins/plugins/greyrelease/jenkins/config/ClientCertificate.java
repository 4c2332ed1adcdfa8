package io.jenkins.plugins.greyrelease.jenkins.config;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Collections;

/**
 * A client certificate with its key, as PEM texts.
 *
 * @param certificate the whole chain, the client's own first
 * @param key PKCS #8, without passphrase
 */
record ClientCertificate(String certificate, String key) {
    private static final Base64.Encoder BASE64 =
            Base64.getMimeEncoder(64, System.lineSeparator().getBytes(StandardCharsets.US_ASCII));

    /**
     * The first one that a key store holds.
     *
     * @throws IllegalStateException if there is none, or it cannot be read; the message holds no secret
     */
    static ClientCertificate of(KeyStore store, char[] password) {
        try {
            for (String alias : Collections.list(store.aliases())) {
                Certificate[] chain = store.getCertificateChain(alias);
                if (store.isKeyEntry(alias) && chain != null) {
                    return of(chain, store.getKey(alias, password));
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "its key store cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
        throw new IllegalStateException("its key store has no certificate with a key");
    }

    private static ClientCertificate of(Certificate[] chain, Key key) throws GeneralSecurityException {
        StringBuilder certificates = new StringBuilder();
        for (Certificate each : chain) {
            certificates.append(pem("CERTIFICATE", each.getEncoded()));
        }
        return new ClientCertificate(certificates.toString(), pem("PRIVATE KEY", key.getEncoded()));
    }

    private static String pem(String what, byte[] encoded) {
        return "-----BEGIN " + what + "-----\n" + BASE64.encodeToString(encoded) + "\n-----END " + what + "-----\n";
    }

    @Override
    public String toString() {
        return "a client certificate";
    }
}
