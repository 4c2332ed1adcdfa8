package io.jenkins.plugins.greyrelease.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that the user names. */
final class TextFiles {
    private TextFiles() {}

    /**
     * The text of a file.
     *
     * @throws FileSystemException if it is none that can be read; the message says which and why
     */
    static String read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file + ": is a directory; name a file");
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            FileSystemException plain = new FileSystemException(file + ": is no text in UTF-8");
            plain.initCause(e);
            throw plain;
        }
    }

    /**
     * Makes sure, before any work is done, that a file can be written later.
     *
     * @param file null: none is to be written
     */
    static void mustBeWritable(Path file) throws IOException {
        if (file == null) {
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file + ": is a directory; name a file");
        }
        if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            throw new FileSystemException(file + ": permission denied");
        }
    }
}
