package io.jenkins.plugins.greyrelease.kube.client;

/** A login that cannot be used; the message says what is wrong with it, and holds no secret. */
final class LoginException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    LoginException(String message) {
        super(message);
    }
}
