package io.jenkins.plugins.greyrelease.image.build;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files of a workspace, for tests. */
final class Folder {
    private final Path root;

    Folder(Path root) {
        this.root = root;
    }

    Path path(String name) {
        return root.resolve(name);
    }

    Folder with(String name, String text) {
        return bytes(name, text.getBytes(StandardCharsets.UTF_8));
    }

    Folder runnable(String name, String text) {
        with(name, text);
        return permissions(name, "rwxrwxr-x");
    }

    Folder permissions(String name, String permissions) {
        try {
            Files.setPosixFilePermissions(path(name), PosixFilePermissions.fromString(permissions));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Folder writtenAt(String name, long millis) {
        try {
            Files.setLastModifiedTime(path(name), FileTime.fromMillis(millis));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Folder link(String name, Path to) {
        try {
            Files.createDirectories(path(name).getParent());
            Files.createSymbolicLink(path(name), to);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A jar, war or zip with these texts. */
    Folder zip(String name, Map<String, String> texts) {
        try {
            Files.createDirectories(path(name).getParent());
            try (OutputStream out = Files.newOutputStream(path(name));
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                for (Map.Entry<String, String> text : texts.entrySet()) {
                    zip.putNextEntry(new ZipEntry(text.getKey()));
                    zip.write(text.getValue().getBytes(StandardCharsets.UTF_8));
                    zip.closeEntry();
                }
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a Spring Boot build makes, in small. */
    static Map<String, String> springBoot(String code) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(
                "META-INF/MANIFEST.MF",
                "Manifest-Version: 1.0\r\nMain-Class: org.springframework.boot.loader.launch.JarLauncher\r\n");
        files.put("org/springframework/boot/loader/launch/JarLauncher.class", "launcher");
        files.put("BOOT-INF/classes/shop/Cart.class", code);
        files.put("BOOT-INF/classes/application.yml", "server: {port: 8080}");
        files.put("BOOT-INF/lib/jackson-2.19.jar", "jackson");
        files.put("BOOT-INF/lib/shop-common-1.0-SNAPSHOT.jar", "common");
        return files;
    }

    Folder bytes(String name, byte[] bytes) {
        try {
            Files.createDirectories(path(name).getParent());
            Files.write(path(name), bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
