package io.jenkins.plugins.greyrelease.cli;

import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;

/** What a command says; tells when something has been said. */
final class Said extends StringWriter {
    final CompletableFuture<Void> awaited = new CompletableFuture<>();
    private final String what;

    /** @param what to wait for */
    Said(String what) {
        this.what = what;
    }

    @Override
    public void write(String text, int from, int length) {
        super.write(text, from, length);
        if (toString().contains(what)) {
            awaited.complete(null);
        }
    }

    @Override
    public StringWriter append(CharSequence text) {
        throw new AssertionError(text.toString());
    }
}
