package io.jenkins.plugins.greyrelease.image.job;

import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.image.build.BuildFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What has to be known of a Dockerfile before it is built: the images it stands on. The rest is the builder's affair.
 *
 * @param text as it is given to the builder
 * @param images every image of another place, as the file names it, in its order
 * @param base the one that the last stage stands on; empty: {@code scratch}
 * @param remarks what was changed, in words
 */
public record Dockerfile(String text, Map<String, ImageRef> images, Optional<ImageRef> base, List<String> remarks) {
    /** What a stage stands on that stands on nothing. */
    private static final String SCRATCH = "scratch";

    private static final Pattern SYNTAX = Pattern.compile("^\\s*(?:#|//)\\s*syntax\\s*=.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern ESCAPE = Pattern.compile("^\\s*#\\s*escape\\s*=\\s*`\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern HEREDOC = Pattern.compile("<<-?\\s*([\"']?)([A-Za-z_]\\w*)\\1");
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)(?:(:?[-+])([^}]*))?})");
    private static final Pattern FROM_FLAG = Pattern.compile("--from=([^\\s,]+)|--mount=\\S*?\\bfrom=([^\\s,]+)");

    public Dockerfile {
        images = new LinkedHashMap<>(images);
        remarks = List.copyOf(remarks);
    }

    /**
     * Reads a Dockerfile.
     *
     * @param name of the file, for messages
     * @throws BuildFailure with everything that is wrong with its images
     */
    public static Dockerfile read(String name, String text) {
        return new Reading(name).read(text);
    }

    /** One instruction. */
    private record Instruction(int line, String keyword, String rest) {}

    private static final class Reading {
        private final String name;
        private final List<String> problems = new ArrayList<>();
        private final List<String> remarks = new ArrayList<>();
        private final Map<String, String> arguments = new TreeMap<>();
        private final Map<String, ImageRef> images = new LinkedHashMap<>();
        /** The image below each stage, by its name and by its number; empty: none. */
        private final Map<String, Optional<ImageRef>> stages = new TreeMap<>();

        private int count;
        private Optional<ImageRef> base = Optional.empty();

        Reading(String name) {
            this.name = name;
        }

        Dockerfile read(String text) {
            String shown = withoutFrontend(text);
            for (Instruction each : instructions(shown)) {
                switch (each.keyword) {
                    case "ARG" -> argument(each);
                    case "FROM" -> from(each);
                    case "COPY", "ADD", "RUN" -> borrowed(each);
                    default -> {
                        // says nothing of other images
                    }
                }
            }
            if (count == 0) {
                problems.add(name + ": there is no FROM in it");
            }
            if (!problems.isEmpty()) {
                throw new BuildFailure(String.join("\n", problems));
            }
            return new Dockerfile(shown, images, base, remarks);
        }

        /** Only the first lines that are comments can name one. */
        private String withoutFrontend(String text) {
            List<String> lines = new ArrayList<>(text.lines().toList());
            for (int i = 0;
                    i < lines.size()
                            && (lines.get(i).isBlank() || lines.get(i).strip().startsWith("#"));
                    i++) {
                if (SYNTAX.matcher(lines.get(i)).matches()) {
                    remarks.add(
                            name + ", line " + (i + 1) + ": '" + lines.get(i).strip()
                                    + "' is left out: it would have the builder run another image to read this file");
                    lines.set(i, "# left out: " + lines.get(i).strip());
                }
            }
            return String.join("\n", lines) + "\n";
        }

        private List<Instruction> instructions(String text) {
            List<String> lines = text.lines().toList();
            boolean backtick = lines.stream()
                    .takeWhile(line -> line.strip().startsWith("#"))
                    .anyMatch(line -> ESCAPE.matcher(line).matches());
            String escape = backtick ? "`" : "\\";
            List<Instruction> all = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                int first = i;
                StringBuilder whole = new StringBuilder();
                String line = lines.get(i).stripTrailing();
                while (isComment(line) && whole.length() > 0 || line.endsWith(escape)) {
                    whole.append(isComment(line) ? "" : line.substring(0, line.length() - 1))
                            .append(' ');
                    if (++i == lines.size()) {
                        break;
                    }
                    line = lines.get(i).stripTrailing();
                }
                whole.append(i < lines.size() && !isComment(line) ? line : "");
                String[] words = whole.toString().strip().split("\\s+", 2);
                if (!words[0].isEmpty()) {
                    all.add(new Instruction(
                            first + 1, words[0].toUpperCase(Locale.ROOT), words.length > 1 ? words[1] : ""));
                    i = afterHeredocs(words.length > 1 ? words[1] : "", lines, i);
                }
            }
            return all;
        }

        private static boolean isComment(String line) {
            return line.stripLeading().startsWith("#");
        }

        private static int afterHeredocs(String rest, List<String> lines, int at) {
            int i = at;
            Matcher heredoc = HEREDOC.matcher(rest);
            while (heredoc.find()) {
                String end = heredoc.group(2);
                do {
                    i++;
                } while (i < lines.size() && !lines.get(i).strip().equals(end));
            }
            return i;
        }

        /** Only those before the first FROM can be meant in one. */
        private void argument(Instruction each) {
            if (count == 0) {
                for (String word : each.rest.split("\\s+")) {
                    int equals = word.indexOf('=');
                    if (equals > 0) {
                        arguments.put(word.substring(0, equals), resolved(unquoted(word.substring(equals + 1))));
                    }
                }
            }
        }

        private void from(Instruction each) {
            List<String> words = new ArrayList<>(List.of(each.rest.split("\\s+")));
            words.removeIf(word -> word.startsWith("--"));
            String named = words.isEmpty() ? "" : resolved(unquoted(words.get(0)));
            Optional<ImageRef> below = named.equals(SCRATCH)
                    ? Optional.empty()
                    : stages.containsKey(stage(named)) ? stages.get(stage(named)) : image(each, named);
            stages.put(String.valueOf(count++), below);
            if (words.size() == 3 && words.get(1).equalsIgnoreCase("AS")) {
                stages.put(stage(words.get(2)), below);
            }
            base = below;
        }

        private void borrowed(Instruction each) {
            Matcher flag = FROM_FLAG.matcher(each.rest);
            while (flag.find()) {
                String named = flag.group(1) == null ? flag.group(2) : flag.group(1);
                if (!stages.containsKey(stage(named)) && !named.equals(SCRATCH)) {
                    image(each, named);
                }
            }
        }

        private Optional<ImageRef> image(Instruction each, String named) {
            if (named.isEmpty() || named.contains("$")) {
                problems.add(name + ", line " + each.line + ": " + each.keyword + " '" + each.rest
                        + "' names no image that can be told before it is built: give its ARG a default before the first"
                        + " FROM, or name the image itself");
                return Optional.empty();
            }
            try {
                ImageRef image = ImageRef.of(named);
                images.put(named, image);
                return Optional.of(image);
            } catch (IllegalArgumentException e) {
                problems.add(name + ", line " + each.line + ": " + e.getMessage());
                return Optional.empty();
            }
        }

        private static String stage(String named) {
            return named.toLowerCase(Locale.ROOT);
        }

        private static String unquoted(String word) {
            boolean quoted = word.length() > 1
                    && (word.startsWith("\"") && word.endsWith("\"") || word.startsWith("'") && word.endsWith("'"));
            return quoted ? word.substring(1, word.length() - 1) : word;
        }

        /** With the defaults of arguments in their places; one that has none stays as it is written. */
        private String resolved(String word) {
            return VARIABLE.matcher(word).replaceAll(match -> {
                String variable = match.group(1) == null ? match.group(2) : match.group(1);
                String value = arguments.get(variable);
                String operator = match.group(3);
                if (operator != null && operator.endsWith("+")) {
                    value = value == null || value.isEmpty() ? "" : match.group(4);
                } else if (operator != null && (value == null || value.isEmpty())) {
                    value = match.group(4);
                }
                return Matcher.quoteReplacement(value == null ? match.group() : value);
            });
        }
    }

    /** The hosts of all registries that its images come from. */
    public Set<String> hosts() {
        Set<String> hosts = new LinkedHashSet<>();
        images.values().forEach(image -> hosts.add(image.registry()));
        return hosts;
    }
}
