package io.jenkins.plugins.greyrelease.image.build;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Unpacks an artifact; nothing of it gets outside of the folder it is unpacked to. */
final class Unpacking {
    /** What can be unpacked, for messages. */
    static final String KNOWN = "a .jar, .war, .zip, .tar, .tar.gz or .tgz, or a folder";

    private static final Set<PosixFilePermission> RUNNABLE =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final Path archive;
    private final String name;
    private final Path folder;

    private Unpacking(Path archive, String name, Path folder) {
        this.archive = archive;
        this.name = name;
        this.folder = folder;
    }

    /**
     * Unpacks one.
     *
     * @param name as the user named it
     * @param folder exists and is empty
     * @throws LayerException if it is no archive, or holds what must not be unpacked
     */
    static void unpack(Path archive, String name, Path folder) throws IOException {
        Unpacking unpacking = new Unpacking(archive, name, folder);
        String small = name.toLowerCase(Locale.ROOT);
        if (small.matches(".*\\.(?:jar|war|zip)")) {
            unpacking.zip();
        } else if (small.endsWith(".tar")) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
                unpacking.tar(in);
            }
        } else if (small.matches(".*\\.(?:tar\\.gz|tgz)")) {
            try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
                unpacking.tar(in);
            } catch (ZipException e) {
                throw new LayerException(name + ": is no gzip file: " + e.getMessage());
            }
        } else {
            throw new LayerException(name + ": cannot be unpacked; the artifact must be " + KNOWN);
        }
    }

    private void zip() throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                Path target = target(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    try (InputStream in = zip.getInputStream(entry)) {
                        write(in, target, false);
                    }
                }
            }
        } catch (ZipException e) {
            throw new LayerException(name + ": is no archive of its kind: " + e.getMessage());
        }
    }

    private void tar(InputStream in) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(in);
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path target = target(entry.getName());
            if (entry.isDirectory()) {
                Files.createDirectories(target);
            } else if (entry.isFile() && !entry.isLink() && !entry.isSymbolicLink()) {
                write(tar, target, (entry.getMode() & 0100) != 0);
            } else {
                throw new LayerException(name + ": holds " + entry.getName()
                        + ", which is a link or a device; pack files alone (tar --dereference --hard-dereference)");
            }
        }
    }

    private Path target(String entry) throws LayerException {
        Path target =
                folder.resolve(entry.replace('\\', '/').replaceFirst("^/+", "")).normalize();
        if (!target.startsWith(folder)) {
            throw new LayerException(name + ": holds " + entry + ", which leads out of the folder; it is not unpacked");
        }
        return target;
    }

    private static void write(InputStream in, Path target, boolean runnable) throws IOException {
        Files.createDirectories(target.getParent());
        Files.deleteIfExists(target);
        Files.copy(in, target);
        if (runnable && Files.getFileStore(target).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(target, RUNNABLE);
        }
    }
}
