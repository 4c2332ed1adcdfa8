package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files of a build: a folder that is only read, under what the build wrote itself, which stays in memory; or, for a
 * build that is real, the folder itself. Names are relative and cannot leave the folder.
 */
public final class Workspace {

    private static final String NOWHERE = "/workspace";

    private final Optional<Path> folder;
    private final boolean real;
    private final Map<String, Optional<String>> written = new TreeMap<>();

    private Workspace(Optional<Path> folder, boolean real) {
        this.folder = folder;
        this.real = real;
    }

    /** Over a folder. */
    public static Workspace over(Path folder) {
        return new Workspace(Optional.of(folder.toAbsolutePath().normalize()), false);
    }

    /** A folder that the build writes to as well. */
    public static Workspace real(Path folder) {
        return new Workspace(Optional.of(folder.toAbsolutePath().normalize()), true);
    }

    /** Nothing but what the build writes. */
    public static Workspace inMemory() {
        return new Workspace(Optional.empty(), false);
    }

    /** Whether the build writes to the folder. */
    public boolean isReal() {
        return real;
    }

    /** What the build sees as the path of its workspace. */
    public String root() {
        return real ? folder.orElseThrow().toString() : NOWHERE;
    }

    /** The path of {@code name} seen from {@code directory}, without dots, always with {@code /}. */
    public static String resolve(String directory, String name) {
        String clean = name.replace('\\', '/');
        Path path = Path.of("/", clean.startsWith("/") ? "" : directory).resolve("./" + clean);
        return path.normalize().toString().replace('\\', '/').substring(1);
    }

    /** The text of a file, if it is there. */
    public Optional<String> read(String path) {
        Optional<String> own = written.get(path);
        if (own != null) {
            return own;
        }
        return onDisk(path).filter(Files::isRegularFile).map(file -> {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
            }
        });
    }

    /** Whether there is a file or folder of that name. */
    public boolean exists(String path) {
        String prefix = path.isEmpty() ? "" : path + "/";
        boolean own = written.entrySet().stream()
                .anyMatch(e -> e.getValue().isPresent()
                        && (e.getKey().equals(path) || e.getKey().startsWith(prefix)));
        return own
                || (!written.containsKey(path)
                        && onDisk(path).filter(Files::exists).isPresent());
    }

    /** Writes a file; in memory, unless the folder is real. */
    public void write(String path, String text) {
        if (real) {
            writeReal(folder.orElseThrow().resolve(path), text);
            return;
        }
        written.put(path, Optional.of(text));
    }

    private static void writeReal(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Forgets everything that the build wrote under {@code directory}; the folder below is only hidden file by file. */
    public void delete(String directory) {
        if (real) {
            throw new StepFailure("the files in " + root() + " are not the build's to delete");
        }
        String prefix = directory.isEmpty() ? "" : directory + "/";
        written.replaceAll((path, text) -> path.startsWith(prefix) ? Optional.empty() : text);
    }

    /** What the build wrote itself, by path. */
    public Map<String, Optional<String>> written() {
        return Collections.unmodifiableMap(written);
    }

    private Optional<Path> onDisk(String path) {
        return folder.map(root -> root.resolve(path).normalize()).filter(p -> p.startsWith(folder.get()));
    }
}
