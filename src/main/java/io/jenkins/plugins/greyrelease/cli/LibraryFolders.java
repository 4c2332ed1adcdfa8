package io.jenkins.plugins.greyrelease.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shared libraries as {@code --library [NAME=]DIR} names them. */
final class LibraryFolders {
    private LibraryFolders() {}

    /**
     * The folders by name, in order; without a name, by the folder's own.
     *
     * @throws NotDirectoryException for one that is none
     */
    static Map<String, Path> of(List<String> libraries) throws IOException {
        Map<String, Path> folders = new LinkedHashMap<>();
        for (String each : libraries) {
            int equals = each.indexOf('=');
            Path folder = Path.of(each.substring(equals + 1));
            if (!Files.isDirectory(folder)) {
                throw new NotDirectoryException(folder + ": is no directory with a shared library");
            }
            Path name = folder.toAbsolutePath().normalize().getFileName();
            folders.put(equals > 0 ? each.substring(0, equals) : String.valueOf(name), folder);
        }
        return folders;
    }
}
