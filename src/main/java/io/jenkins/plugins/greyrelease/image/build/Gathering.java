package io.jenkins.plugins.greyrelease.image.build;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder.Kind;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder.Mode;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Finds the files of an order and says in which layer each goes, and how: time, owner and permissions are always the
 * same, so that a checkout with another umask or on another day makes the same image. Only whether a file can be run
 * counts, as in Git. Files that look like credentials are refused, all of them at once.
 */
final class Gathering {
    private static final FilePermissions RUNNABLE = FilePermissions.fromOctalString("755");
    private static final FilePermissions PLAIN = FilePermissions.fromOctalString("644");

    /** More names in one message help nobody. */
    private static final int SHOWN = 20;

    private final Path root;
    private final LayerOrder order;
    private final Path scratch;
    private final Map<String, Map<String, FileEntry>> layers = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> suspicious = new ArrayList<>();
    private String mainClass = "";

    /**
     * @param root where the order's paths begin
     * @param scratch an empty folder for what has to be unpacked
     */
    Gathering(Path root, LayerOrder order, Path scratch) throws IOException {
        this.root = root.toRealPath();
        this.order = order;
        this.scratch = scratch;
    }

    /**
     * Reads the folders.
     *
     * @throws LayerException with everything that is wrong
     */
    void gather() throws IOException {
        int number = 0;
        for (Part part : order.parts()) {
            Path source = root.resolve(part.from()).normalize();
            if (!Files.exists(source)) {
                problems.add(named(part.from()) + " is not there");
            } else if (!source.toRealPath().startsWith(root)) {
                problems.add(named(part.from()) + " leads out of the workspace");
            } else if (part.kind() == Kind.ARTIFACT) {
                artifact(part, source, Files.createDirectory(scratch.resolve(String.valueOf(number++))));
            } else {
                files(part, source, named(part.from()));
            }
        }
        if (!suspicious.isEmpty()) {
            problems.add("these files look like credentials, and whoever may pull the image could read them: "
                    + shortened(suspicious)
                    + ". Take them out (the cluster's Secrets are the place for them), or name those that are harmless in"
                    + " 'allow'");
        }
        if (!problems.isEmpty()) {
            throw new LayerException(String.join("\n", problems));
        }
    }

    /** The layers from the lowest to the uppermost, by name; each sorted by path in the image. */
    Map<String, List<FileEntry>> layers() {
        Map<String, List<FileEntry>> all = new LinkedHashMap<>();
        layers.forEach((name, files) -> all.put(name, List.copyOf(files.values())));
        return all;
    }

    /** The main class of the artifact's manifest; empty: none. */
    String mainClass() {
        return mainClass;
    }

    private void artifact(Part part, Path source, Path unpacked) throws IOException {
        Path folder = source;
        if (!Files.isDirectory(source)) {
            Unpacking.unpack(source, named(part.from()), unpacked);
            folder = unpacked.toRealPath();
        }
        for (ArtifactLayer layer : ArtifactLayer.values()) {
            layers.computeIfAbsent(layer.called(part.layer()), name -> new TreeMap<>());
        }
        Path manifest = folder.resolve("META-INF/MANIFEST.MF");
        if (Files.isRegularFile(manifest)) {
            try (var in = Files.newInputStream(manifest)) {
                mainClass = Optional.ofNullable(
                                new Manifest(in).getMainAttributes().getValue("Main-Class"))
                        .orElse("");
            }
        }
        for (Path file : all(folder, part.from(), DockerIgnore.NOTHING)) {
            String inside = slashes(folder.relativize(file));
            String shown = named(part.from()) + (Files.isDirectory(source) ? "/" : "!/") + inside;
            add(ArtifactLayer.of(inside).called(part.layer()), file, target(part.to(), inside), part.mode(), shown);
        }
    }

    private void files(Part part, Path source, String shown) throws IOException {
        layers.computeIfAbsent(part.layer(), name -> new TreeMap<>());
        if (!Files.isDirectory(source)) {
            // a file that is named itself is wanted, whatever it is called
            entry(part.layer(), source, part.to(), part.mode());
            return;
        }
        DockerIgnore ignore = part.kind() == Kind.CONTEXT ? ignored(source, shown) : DockerIgnore.NOTHING;
        for (Path file : all(source, part.from(), ignore)) {
            String inside = slashes(source.relativize(file));
            add(part.layer(), file, target(part.to(), inside), part.mode(), shown + "/" + inside);
        }
    }

    private DockerIgnore ignored(Path folder, String shown) throws IOException {
        Path file = folder.resolve(DockerIgnore.FILE);
        List<String> lines = Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
        return new DockerIgnore(lines, problem -> problems.add(shown + "/" + problem));
    }

    /** All files in a folder, through links that stay inside of it. */
    private List<Path> all(Path folder, String name, DockerIgnore ignore) throws IOException {
        Path real = folder.toRealPath();
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> files = new ArrayList<>();
            for (Path each : tree.sorted(Comparator.naturalOrder()).toList()) {
                if (!each.equals(folder) && ignore.ignores(slashes(folder.relativize(each)))) {
                    continue;
                }
                if (Files.isSymbolicLink(each) && !leadsInside(each, real)) {
                    problems.add(named(name) + "/" + slashes(folder.relativize(each))
                            + " is a link that leads to nothing, to a folder, or out of " + named(name));
                } else if (Files.isRegularFile(each)) {
                    files.add(each);
                }
            }
            return files;
        }
    }

    private static boolean leadsInside(Path link, Path folder) throws IOException {
        return Files.isRegularFile(link) && link.toRealPath().startsWith(folder);
    }

    private void add(String layer, Path file, String target, Mode mode, String shown) throws IOException {
        Optional<String> reason = CredentialFiles.reason(target.substring(1), file);
        if (reason.isPresent() && !order.allowed().contains(shown)) {
            suspicious.add(shown + " (" + reason.get() + ")");
        } else {
            entry(layer, file, target, mode);
        }
    }

    private void entry(String layer, Path file, String target, Mode mode) throws IOException {
        boolean runnable = mode == Mode.RUNNABLE || (mode == Mode.AS_THEY_ARE && isRunnable(file));
        FileEntry entry = new FileEntry(
                file,
                AbsoluteUnixPath.get(target),
                runnable ? RUNNABLE : PLAIN,
                FileEntriesLayer.DEFAULT_MODIFICATION_TIME);
        // of two files for one path the later one is meant
        layers.get(layer).put(target, entry);
    }

    /** By what the file itself says, whoever asks; where files say nothing of the kind, none is. */
    private static boolean isRunnable(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return view != null && view.readAttributes().permissions().contains(PosixFilePermission.OWNER_EXECUTE);
    }

    private static String shortened(List<String> names) {
        int more = names.size() - SHOWN;
        return String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private String named(String path) {
        if (path.isEmpty()) {
            return order.folder();
        }
        return order.folder().isEmpty() ? path : order.folder() + "/" + path;
    }

    private static String target(String folder, String inside) {
        return (folder.endsWith("/") ? folder : folder + "/") + inside;
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }
}
