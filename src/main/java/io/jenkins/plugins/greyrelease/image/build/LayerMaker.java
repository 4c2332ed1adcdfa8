package io.jenkins.plugins.greyrelease.image.build;

import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.image.ReproducibleLayerBuilder;
import com.google.common.collect.ImmutableList;
import io.jenkins.plugins.greyrelease.image.checkout.Checkout;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Makes layers on the machine that has the files. The same files give the same bytes, on every machine and at any time.
 *
 * <p>Threads: blocks; any number at once, each with a folder of its own.
 */
public final class LayerMaker {
    private LayerMaker() {}

    /**
     * Makes the layers of an order.
     *
     * @param workspace where the order's folder lies
     * @param into an empty folder that gets the layers' files; whoever hands it in deletes it
     * @throws LayerException with everything that is wrong with the files
     * @throws IOException if something cannot be read or written
     */
    public static MadeLayers make(Path workspace, LayerOrder order, Path into) throws IOException {
        Path root = workspace.resolve(order.folder()).normalize();
        if (!Files.isDirectory(root)) {
            throw new LayerException("there is no folder '" + order.folder() + "' in the workspace");
        }
        Path scratch = Files.createDirectories(into.resolve("unpacked"));
        Gathering gathering = new Gathering(root, order, scratch);
        gathering.gather();
        List<LayerFile> made = new ArrayList<>();
        for (Map.Entry<String, List<FileEntry>> layer : gathering.layers().entrySet()) {
            if (!layer.getValue().isEmpty()) {
                made.add(write(layer.getKey(), layer.getValue(), into.resolve("layer-" + made.size() + ".tar.gz")));
            }
        }
        delete(scratch);
        return new MadeLayers(made, gathering.mainClass(), Checkout.NONE);
    }

    private static LayerFile write(String name, List<FileEntry> files, Path file) throws IOException {
        MessageDigest packed = sha256();
        MessageDigest plain = sha256();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                OutputStream zipped = new GZIPOutputStream(new DigestOutputStream(out, packed), 64 * 1024)) {
            new ReproducibleLayerBuilder(ImmutableList.copyOf(files))
                    .build()
                    .writeTo(new DigestOutputStream(zipped, plain));
        }
        return new LayerFile(name, file.toString(), digest(packed), digest(plain), Files.size(file), files.size());
    }

    /** Deletes a folder with all that is in it; nothing if it is not there. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String digest(MessageDigest digest) {
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }
}
