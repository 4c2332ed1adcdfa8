package io.jenkins.plugins.greyrelease.manifest;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Splits YAML into documents; safe against input that grows when it is read. */
final class YamlDocuments {

    /** Far more than any honest manifest of the allowed size holds. */
    private static final int MOST_NODES = 3_000_000;

    private static final String TOO_BIG = "nested too deep, or grows without bounds through its aliases";
    private static final int DEEPEST = 100;
    private static final int MOST_ALIASES = 200;

    /**
     * A document.
     *
     * @param number from 1
     * @param line where it begins, from 1
     */
    record Document(int number, int line, Object content) {}

    private final String file;
    private final String text;
    private final List<String> problems;
    private int nodes;

    private YamlDocuments(String file, String text, List<String> problems) {
        this.file = file;
        this.text = text;
        this.problems = problems;
    }

    /** The documents that are not empty; adds to {@code problems} what cannot be read. */
    static List<Document> read(String file, String text, List<String> problems) {
        return new YamlDocuments(file, text, problems).read();
    }

    private List<Document> read() {
        List<Integer> lines = beginnings();
        List<Document> result = new ArrayList<>();
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(MOST_ALIASES)
                .setCodePointLimit(Math.max(1, text.length()))
                .build();
        int number = 0;
        try {
            Iterator<Object> documents =
                    new Load(settings).loadAllFromString(text).iterator();
            while (documents.hasNext()) {
                Object content = documents.next();
                int line = number < lines.size() ? lines.get(number) : 1;
                number++;
                measure(content, 0);
                if (content != null) {
                    result.add(new Document(number, line, content));
                }
            }
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            String where = mark.map(m -> ", line " + (m.getLine() + 1) + ", column " + (m.getColumn() + 1))
                    .orElse("");
            problems.add(place(number + 1) + where + ": " + oneLine(e.getProblem()));
        } catch (YamlEngineException e) {
            problems.add(place(number + 1) + ": " + oneLine(e.getMessage()));
        } catch (TooBig | StackOverflowError e) {
            problems.add(place(number + 1) + ": " + TOO_BIG);
        }
        return result;
    }

    private String place(int number) {
        return file + ", document " + number;
    }

    private static String oneLine(String message) {
        return message == null ? "not YAML" : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** The lines on which documents begin: after each separator that is followed by content or another separator. */
    private List<Integer> beginnings() {
        List<Integer> lines = new ArrayList<>();
        boolean inDocument = false;
        int line = 0;
        for (Iterator<String> each = text.lines().iterator(); each.hasNext(); ) {
            String current = each.next();
            line++;
            if (current.equals("---") || current.startsWith("--- ")) {
                lines.add(line + (current.length() > 3 ? 0 : 1));
                inDocument = true;
            } else if (current.startsWith("...")) {
                inDocument = false;
            } else if (!inDocument && !current.isBlank() && !current.startsWith("#") && !current.startsWith("%")) {
                lines.add(line);
                inDocument = true;
            }
        }
        return lines;
    }

    /** Walks the document as the conversion will, aliases followed, and stops when that would never end. */
    private void measure(Object content, int depth) {
        if (++nodes > MOST_NODES || depth > DEEPEST) {
            throw new TooBig(TOO_BIG);
        }
        if (content instanceof Map<?, ?> map) {
            map.values().forEach(each -> measure(each, depth + 1));
        } else if (content instanceof Iterable<?> list) {
            list.forEach(each -> measure(each, depth + 1));
        }
    }

    private static final class TooBig extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooBig(String message) {
            super(message);
        }
    }
}
