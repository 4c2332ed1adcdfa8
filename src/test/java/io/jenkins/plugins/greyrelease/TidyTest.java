package io.jenkins.plugins.greyrelease;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Style as a test: sizes and words. Each complaint names file and line. */
class TidyTest {

    private static final int MAIN_FILE = 300;
    private static final int TEST_FILE = 400;
    private static final int METHOD = 60;
    private static final int PARAMETERS = 6;

    /** A declaration of a method or constructor as the formatter writes it, up to its parameter list. */
    private static final Pattern METHOD_START = Pattern.compile(
            "^( {4,12})(?:@\\w+ )?(?:(?:public|protected|private|static|final|abstract|synchronized|default) )*"
                    + "(?:<[^(]+> )?(?:[\\w.<>\\[\\], ?]+ )?\\w+\\((.*)$");

    private static final Pattern BANNED = Pattern.compile("Thread\\.sleep|TODO|FIXME|XXX|printStackTrace\\(\\)");

    @Test
    void filesCanBeReadInOneSitting() throws IOException {
        List<String> complaints = new ArrayList<>();
        for (Path file : sources()) {
            int lines = Files.readAllLines(file).size();
            int limit = file.startsWith(Path.of("src/main")) ? MAIN_FILE : TEST_FILE;
            if (lines > limit) {
                complaints.add(file + ": " + lines + " lines, at most " + limit);
            }
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void methodsAreShortAndTakeFewParameters() throws IOException {
        List<String> complaints = new ArrayList<>();
        for (Path file : sources()) {
            complaints.addAll(methodComplaints(file.toString(), Files.readAllLines(file)));
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void nothingIsLeftForLater() throws IOException {
        List<String> complaints = new ArrayList<>();
        for (Path file : sources()) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (BANNED.matcher(lines.get(i)).find()
                        && !file.endsWith("TidyTest.java")
                        && !file.endsWith("ArchitectureTest.java")) {
                    complaints.add(file + ":" + (i + 1) + ": " + lines.get(i).trim());
                }
            }
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void aLongMethodAndManyParametersAreFound() {
        List<String> lines = new ArrayList<>(
                List.of("    void tooMany(int a, int b, int c, int d, int e, int f, int g) {", "    }"));
        lines.add("    void tooLong() {");
        for (int i = 0; i < METHOD; i++) {
            lines.add("        work();");
        }
        lines.add("    }");
        assertThat(methodComplaints("A.java", lines))
                .containsExactly("A.java:1: 7 parameters, at most 6", "A.java:3: method of 62 lines, at most 60");
    }

    static List<String> methodComplaints(String file, List<String> lines) {
        List<String> complaints = new ArrayList<>();
        for (int start = 0; start < lines.size(); start++) {
            Matcher matcher = METHOD_START.matcher(lines.get(start));
            if (!matcher.matches()
                    || lines.get(start).contains(" record ")
                    || lines.get(start).contains(" new ")
                    || lines.get(start).contains("->")) {
                continue;
            }
            String indent = matcher.group(1);
            StringBuilder head = new StringBuilder(matcher.group(2));
            int open = start;
            while (open < lines.size() - 1
                    && !lines.get(open).endsWith("{")
                    && !lines.get(open).endsWith(";")) {
                head.append(lines.get(++open));
            }
            if (!lines.get(open).endsWith("{")) {
                continue;
            }
            int parameters = parameters(head.toString());
            if (parameters > PARAMETERS) {
                complaints.add(file + ":" + (start + 1) + ": " + parameters + " parameters, at most " + PARAMETERS);
            }
            int end = open;
            while (end < lines.size() - 1 && !lines.get(end).equals(indent + "}")) {
                end++;
            }
            if (end - start + 1 > METHOD) {
                complaints.add(
                        file + ":" + (start + 1) + ": method of " + (end - start + 1) + " lines, at most " + METHOD);
            }
        }
        return complaints;
    }

    private static int parameters(String head) {
        int depth = 0;
        int count = head.startsWith(")") ? 0 : 1;
        for (char c : head.toCharArray()) {
            if (c == '<' || c == '(') {
                depth++;
            } else if (c == '>') {
                depth--;
            } else if (c == ')' && depth-- == 0) {
                return count;
            } else if (c == ',' && depth == 0) {
                count++;
            }
        }
        return count;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files =
                Stream.concat(Files.walk(Path.of("src/main/java")), Files.walk(Path.of("src/test/java")))) {
            return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
        }
    }
}
