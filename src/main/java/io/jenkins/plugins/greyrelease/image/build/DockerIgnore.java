package io.jenkins.plugins.greyrelease.image.build;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which files a {@code .dockerignore} leaves out: of the lines that match a file, or a folder it is in, the last one
 * counts, and {@code !} takes a file back. Patterns begin at the folder of the file; {@code *} and {@code ?} stay within a
 * name, {@code **} goes through any number of folders.
 *
 * <p>Own code: the one reader on Maven Central (docker-java) comes with a whole Docker client and a second cryptography
 * library, and the rules of Git's files, which others read, are different ones.
 */
final class DockerIgnore {
    static final String FILE = ".dockerignore";

    /** Leaves nothing out. */
    static final DockerIgnore NOTHING = new DockerIgnore(List.of(), problem -> {});

    private record Rule(Pattern files, boolean takesBack) {}

    private final List<Rule> rules = new ArrayList<>();

    /**
     * Reads the file.
     *
     * @param bad hears of each line that is no pattern
     */
    DockerIgnore(List<String> lines, Consumer<String> bad) {
        for (String line : lines) {
            String text = line.replace("\uFEFF", "").strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            boolean takesBack = text.startsWith("!");
            String pattern = cleaned(takesBack ? text.substring(1).strip() : text);
            if (pattern.isEmpty()) {
                continue;
            }
            try {
                // a folder that matches takes along what is in it
                rules.add(new Rule(Pattern.compile(regex(pattern) + "(?:/.*)?", Pattern.DOTALL), takesBack));
            } catch (PatternSyntaxException e) {
                bad.accept(FILE + ": '" + text + "' is no pattern: " + e.getDescription());
            }
        }
    }

    /** @param path with {@code /}, from the folder of the file */
    boolean ignores(String path) {
        boolean ignored = false;
        for (Rule rule : rules) {
            if (rule.files.matcher(path).matches()) {
                ignored = !rule.takesBack;
            }
        }
        return ignored;
    }

    /** As Go's {@code filepath.Clean}, without the slashes around it. */
    private static String cleaned(String pattern) {
        List<String> parts = new ArrayList<>();
        for (String part : pattern.split("/")) {
            if (part.equals("..") && !parts.isEmpty()) {
                parts.remove(parts.size() - 1);
            } else if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    private static String regex(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (pattern.startsWith("**", i)) {
                i++;
                boolean folders = i + 1 < pattern.length() && pattern.charAt(i + 1) == '/';
                i += folders ? 1 : 0;
                regex.append(folders ? "(?:.*/)?" : ".*");
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else if (c == '[') {
                int end = pattern.indexOf(']', i + 2);
                if (end < 0) {
                    throw new PatternSyntaxException("a '[' without its ']'", pattern, i);
                }
                regex.append(charClass(pattern.substring(i + 1, end)));
                i = end;
            } else if (c == '\\' && i + 1 < pattern.length()) {
                i++;
                regex.append(Pattern.quote(pattern.substring(i, i + 1)));
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    private static String charClass(String inside) {
        boolean not = inside.startsWith("^");
        String chars = (not ? inside.substring(1) : inside).replaceAll("[\\[&^]", "\\\\$0");
        return "(?!/)[" + (not ? "^" : "") + chars + "]";
    }
}
