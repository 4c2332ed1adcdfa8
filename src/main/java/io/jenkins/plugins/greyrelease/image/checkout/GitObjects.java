package io.jenkins.plugins.greyrelease.image.checkout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;

/**
 * The objects of a repository, as Git keeps them: one in a file of its own, or many in a pack, there or in another
 * repository that is named as an alternate. See gitformat-pack(5) and gitrepository-layout(5).
 *
 * <p>Threads: blocks; no state.
 */
record GitObjects(Path folder) {
    /** No commit is as big as that. */
    static final int BIGGEST = 1024 * 1024;

    /** The content of an object, without Git's own heading; empty: there is no such object. */
    Optional<byte[]> read(String id) throws IOException {
        for (Path each : all()) {
            Optional<byte[]> found = loose(each, id);
            if (found.isEmpty()) {
                found = packed(each, id);
            }
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private List<Path> all() throws IOException {
        List<Path> all = new ArrayList<>(List.of(folder));
        Set<Path> known = new HashSet<>(all);
        for (int i = 0; i < all.size(); i++) {
            Path alternates = all.get(i).resolve("info/alternates");
            if (Files.isRegularFile(alternates)) {
                for (String line : Files.readAllLines(alternates)) {
                    Path other = all.get(i).resolve(line).normalize();
                    if (!line.isBlank() && !line.startsWith("#") && known.add(other)) {
                        all.add(other);
                    }
                }
            }
        }
        return all;
    }

    private static Optional<byte[]> loose(Path folder, String id) throws IOException {
        Path file = folder.resolve(id.substring(0, 2)).resolve(id.substring(2));
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = new InflaterInputStream(Files.newInputStream(file))) {
            byte[] all = in.readNBytes(BIGGEST);
            int end = 0;
            while (end < all.length && all[end] != 0) {
                end++;
            }
            String heading = new String(all, 0, end, StandardCharsets.UTF_8);
            if (!heading.startsWith("commit ")) {
                throw new IOException(id + " is no commit but '" + heading + "'");
            }
            return Optional.of(Arrays.copyOfRange(all, Math.min(all.length, end + 1), all.length));
        }
    }

    private static Optional<byte[]> packed(Path folder, String id) throws IOException {
        Path packs = folder.resolve("pack");
        if (!Files.isDirectory(packs)) {
            return Optional.empty();
        }
        List<Path> indexes;
        try (Stream<Path> files = Files.list(packs)) {
            indexes = files.filter(file -> file.toString().endsWith(".idx"))
                    .sorted()
                    .toList();
        }
        for (Path index : indexes) {
            Optional<byte[]> found = Pack.read(index, id);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
