package io.jenkins.plugins.greyrelease.picture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Style sheet and script of the drawing, for pages that carry them inside; a server can serve the files themselves. */
public final class Assets {
    private Assets() {}

    /** The style sheet. It takes its colours from variables {@code --grey-*}, which the page has to define. */
    public static String css() {
        return text(Assets.class, "picture.css");
    }

    /** The script: it makes charts readable by pointer and keyboard; without it they are complete, but still. */
    public static String script() {
        return text(Assets.class, "picture.js");
    }

    /**
     * A text file that lies beside a class.
     *
     * @throws UncheckedIOException if it cannot be read: the program is not whole
     */
    public static String text(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("it is not there");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + name + " from this program's own files", e);
        }
    }
}
