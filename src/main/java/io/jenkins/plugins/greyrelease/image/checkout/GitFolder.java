package io.jenkins.plugins.greyrelease.image.checkout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Git's own folder of a checkout.
 *
 * @param own what belongs to this checkout alone, {@code HEAD} among it
 * @param common what worktrees of one repository share: branches, objects, configuration
 */
record GitFolder(Path own, Path common) {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern SECTION = Pattern.compile("\\[\\s*remote\\s+\"([^\"]*)\"\\s*].*");
    private static final Pattern URL = Pattern.compile("(?i)url\\s*=\\s*\"?([^\"#;]*[^\"#;\\s])\"?\\s*(?:[#;].*)?");
    private static final String USUAL_REMOTE = "origin";
    private static final String REF = "ref:";
    private static final int MOST_STEPS = 5;
    private static final long BIGGEST = 1024 * 1024;

    /** That of the checkout that a folder is in; empty: it is in none. */
    static Optional<GitFolder> around(Path folder) throws IOException {
        for (Path each = folder.toAbsolutePath().normalize(); each != null; each = each.getParent()) {
            Path git = each.resolve(".git");
            if (Files.isDirectory(git)) {
                return Optional.of(of(git));
            }
            if (Files.isRegularFile(git)) {
                // of a worktree or a submodule
                String text = text(git);
                if (!text.startsWith("gitdir:")) {
                    throw new IOException(git + " names no folder of Git's");
                }
                return Optional.of(of(
                        each.resolve(text.substring("gitdir:".length()).strip()).normalize()));
            }
        }
        return Optional.empty();
    }

    private static GitFolder of(Path own) throws IOException {
        Path common = own.resolve("commondir");
        return new GitFolder(
                own,
                Files.isRegularFile(common) ? own.resolve(text(common).strip()).normalize() : own);
    }

    GitObjects objects() {
        return new GitObjects(common.resolve("objects"));
    }

    /** The commit that is checked out; empty: there is none yet. */
    Optional<String> head() throws IOException {
        String now = text(own.resolve("HEAD")).strip();
        for (int step = 0; step < MOST_STEPS; step++) {
            if (ID.matcher(now).matches()) {
                return Optional.of(now);
            }
            if (!now.startsWith(REF)) {
                throw new IOException("HEAD of " + own + " is neither a commit nor the name of a branch");
            }
            Optional<String> next = ref(now.substring(REF.length()).strip());
            if (next.isEmpty()) {
                return next;
            }
            now = next.get();
        }
        throw new IOException("HEAD of " + own + " leads from one name to another");
    }

    private Optional<String> ref(String name) throws IOException {
        if (name.contains("..") || name.endsWith(".invalid")) {
            throw new IOException("the branches of " + common + " are kept in a form that is not understood");
        }
        Path loose = common.resolve(name);
        if (Files.isRegularFile(loose)) {
            return Optional.of(text(loose).strip());
        }
        Path packed = common.resolve("packed-refs");
        if (!Files.isRegularFile(packed)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(packed, StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.endsWith(" " + name))
                    .map(line -> line.substring(0, line.indexOf(' ')))
                    .findFirst();
        }
    }

    /** Where the remote repository is: {@code origin}, else the first that has an address. */
    Optional<String> remote() throws IOException {
        Path config = common.resolve("config");
        if (!Files.isRegularFile(config)) {
            return Optional.empty();
        }
        Map<String, String> remotes = new LinkedHashMap<>();
        String section = "";
        for (String line : text(config).split("\\R")) {
            String stripped = line.strip();
            if (stripped.startsWith("[")) {
                Matcher remote = SECTION.matcher(stripped);
                section = remote.matches() ? remote.group(1) : "";
            }
            Matcher url = URL.matcher(stripped);
            if (!section.isEmpty() && url.matches()) {
                remotes.putIfAbsent(section, url.group(1));
            }
        }
        return Optional.ofNullable(remotes.get(USUAL_REMOTE))
                .or(() -> remotes.values().stream().findFirst());
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > BIGGEST) {
            throw new IOException(file + " is too big to be what it should be");
        }
        return Files.readString(file);
    }
}
