package io.jenkins.plugins.greyrelease.marked;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Looks for marked secrets wherever something is said or kept, and tells where they were found.
 *
 * <p>Does not look into encrypted or otherwise compressed data, nor for a secret in capital letters of Base64.
 */
public final class Leaks {
    private final Marks marks;
    private final List<String> found = new ArrayList<>();
    private long looked;

    public Leaks(Marks marks) {
        this.marks = marks;
    }

    /** Looks into a text. */
    public Leaks in(String where, String text) {
        looked += text.length();
        marks.in(text).forEach(each -> found.add(where + ": " + each));
        return this;
    }

    /** Looks into an exception: its words, those of all it came from and of what was put aside, and its trace. */
    public Leaks in(String where, Throwable thrown) {
        walk(where, thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        return in(where + ", trace", trace.toString());
    }

    /** Looks into the names and contents of all files of a folder but these. */
    public Leaks in(Path folder, Set<String> but) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = folder.relativize(file).toString();
                in("the name of a file", name);
                if (Files.isRegularFile(file) && !but.contains(name)) {
                    bytes("file " + name, Files.readAllBytes(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private void bytes(String where, byte[] bytes) throws IOException {
        in(where, new String(bytes, StandardCharsets.UTF_8));
        if (bytes.length > 2 && bytes[0] == 0x1f && (bytes[1] & 0xff) == 0x8b) {
            byte[] open = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
            in(where + ", unpacked", new String(open, StandardCharsets.UTF_8));
        }
    }

    private void walk(String where, Throwable thrown, Set<Throwable> seen) {
        if (thrown == null || !seen.add(thrown)) {
            return;
        }
        in(where, String.valueOf(thrown.getMessage()));
        in(where, String.valueOf(thrown.getLocalizedMessage()));
        in(where, thrown.toString());
        walk(where + ", its cause", thrown.getCause(), seen);
        for (Throwable each : thrown.getSuppressed()) {
            walk(where + ", put aside", each, seen);
        }
    }

    /** Where secrets were found, and in what form. */
    public List<String> found() {
        return found.stream().distinct().toList();
    }

    /** How many characters were looked at. */
    public long looked() {
        return looked;
    }
}
