package io.jenkins.plugins.greyrelease.image.build;

import io.jenkins.plugins.greyrelease.image.Platform;
import io.jenkins.plugins.greyrelease.image.build.BaseDefinition.Settings;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder.Kind;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder.Mode;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder.Part;
import io.jenkins.plugins.greyrelease.kube.YamlFields;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.plan.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** Reads the {@code image.yaml} of a base image, strictly: everything that is wrong is said at once, with its line. */
public final class DefinitionReader {
    /** How the file is called that defines a base image. */
    public static final String FILE = "image.yaml";

    private static final Pattern LAYER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,62}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern PORT = Pattern.compile("(\\d{1,5})(?:/(?:tcp|udp|sctp))?");
    private static final String INSIDE = "must be a path inside of the folder, relative and without '..'";

    private final String folder;
    private final Problems problems = new Problems();

    private DefinitionReader(String folder) {
        this.folder = folder;
    }

    /**
     * Reads a definition.
     *
     * @param folder where it lies, from the workspace; the paths in it are relative to that
     * @param text its content
     * @throws BadArgumentsException with everything that is wrong
     */
    public static BaseDefinition read(String folder, String text) {
        DefinitionReader reader = new DefinitionReader(folder);
        String name = folder.isEmpty() ? FILE : folder + "/" + FILE;
        YamlFields top = YamlFields.read("base image", name, text, reader.problems);
        BaseDefinition definition = reader.definition(top);
        reader.problems.throwIfAny("base image");
        return definition;
    }

    private BaseDefinition definition(YamlFields top) {
        String from = top.required("from");
        if (!from.isEmpty() && !from.equals(BaseDefinition.SCRATCH)) {
            Names.imageProblem(from).ifPresent(problem -> top.bad("from", problem + "; or write 'scratch'"));
        }
        List<Platform> platforms = Platforms.read(top.texts("platforms"), problem -> top.bad("platforms", problem));
        List<Part> parts = new ArrayList<>(files(top, "files"));
        parts.addAll(layers(top));
        Settings settings = settings(top);
        Optional<String> into = top.text("into");
        into.filter(path -> !Names.isAbsolute(path))
                .ifPresent(path -> top.bad("into", "'" + path + "' " + Names.ABSOLUTE));
        List<String> allowed = top.texts("allow");
        top.end();
        return new BaseDefinition(from, platforms, new LayerOrder(folder, parts, allowed), settings, into);
    }

    private List<Part> layers(YamlFields top) {
        List<Part> parts = new ArrayList<>();
        Set<String> names = new HashSet<>(Set.of("files"));
        for (YamlFields layer : top.children("layers")) {
            String name = layer.required("name");
            if (!name.isEmpty() && !LAYER.matcher(name).matches()) {
                layer.bad("name", "'" + name + "' must be letters, digits, blanks, '.', '_' and '-', at most 63");
            } else if (!names.add(name)) {
                layer.bad(
                        "name",
                        "'" + name + "' is there twice" + (name.equals("files") ? ": it is what 'files' makes" : ""));
            }
            List<Part> files = files(layer, name);
            if (files.isEmpty()) {
                layer.bad("files", "at least one is needed: {from: …, to: …}");
            }
            parts.addAll(files);
            layer.end();
        }
        return parts;
    }

    private static List<Part> files(YamlFields fields, String layer) {
        List<Part> parts = new ArrayList<>();
        for (YamlFields file : fields.children("files")) {
            String from = file.required("from");
            if (!from.isEmpty() && !Names.isInside(from)) {
                file.bad("from", "'" + from + "' " + INSIDE);
            }
            String to = file.required("to");
            if (!to.isEmpty() && !Names.isAbsolute(to)) {
                file.bad("to", "'" + to + "' " + Names.ABSOLUTE);
            }
            parts.add(new Part(layer, Kind.FILES, from, to, mode(file)));
            file.end();
        }
        return parts;
    }

    private static Mode mode(YamlFields file) {
        if (file.text("executable").isEmpty()) {
            return Mode.AS_THEY_ARE;
        }
        return file.flag("executable") ? Mode.RUNNABLE : Mode.PLAIN;
    }

    private static Settings settings(YamlFields top) {
        SortedMap<String, String> environment = top.map("environment");
        environment.keySet().stream()
                .filter(name -> !VARIABLE.matcher(name).matches())
                .forEach(name -> top.bad("environment", "'" + name + "' must be letters, digits and '_'"));
        Optional<String> workdir = top.text("workdir");
        workdir.filter(path -> !Names.isAbsolute(path))
                .ifPresent(path -> top.bad("workdir", "'" + path + "' " + Names.ABSOLUTE));
        List<String> ports = top.texts("ports");
        ports.stream()
                .filter(port -> !isPort(port))
                .forEach(port -> top.bad("ports", "'" + port + "' must be a port, such as 8080 or 53/udp"));
        SortedMap<String, String> labels = top.map("labels");
        labels.keySet().stream()
                .filter(Labels::isOurs)
                .forEach(key -> top.bad("labels", "'" + key + "' is written by the build itself"));
        return new Settings(
                environment, top.text("user"), labels, top.texts("entrypoint"), top.texts("command"), workdir, ports);
    }

    private static boolean isPort(String text) {
        var matcher = PORT.matcher(text);
        return matcher.matches()
                && Integer.parseInt(matcher.group(1)) >= 1
                && Integer.parseInt(matcher.group(1)) <= 65535;
    }
}
