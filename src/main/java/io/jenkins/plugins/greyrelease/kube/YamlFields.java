package io.jenkins.plugins.greyrelease.kube;

import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.runtime.Names;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of a YAML file, read key by key. What is wrong is noted with file, line and path; reading goes on with
 * what is left, so that one run finds everything. Keys that nobody asked for are noted by {@link #end}.
 */
public final class YamlFields {
    private final String file;
    private final String path;
    private final Problems problems;
    private final Map<String, NodeTuple> fields = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final Node node;

    /**
     * @param path of this mapping in the file, such as {@code clusters[0]}; empty at the top
     */
    YamlFields(String file, String path, Node node, Problems problems) {
        this.file = file;
        this.path = path;
        this.problems = problems;
        this.node = node;
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(this::field);
        } else {
            problem(node, "is " + described(node) + "; a mapping (key: value) is needed");
        }
    }

    /**
     * The top of a file.
     *
     * @param what it is, such as {@code fleet}, for the message if it is no YAML at all
     * @param file its name, for messages
     * @throws BadArgumentsException if it is no YAML
     */
    public static YamlFields read(String what, String file, String text, Problems problems) {
        return new YamlFields(file, "", compose(what, file, text), problems);
    }

    /**
     * Values that do not come from a file, read as if they did; places are named by their path alone.
     *
     * @param values texts, booleans, numbers, nulls, and lists and maps of them
     */
    static YamlFields of(Map<String, ?> values, Problems problems) {
        return new YamlFields("", "", node(values), problems);
    }

    /** The library's own representer would write aliases for values that are there twice. */
    private static Node node(Object value) {
        if (value instanceof Map<?, ?> map) {
            List<NodeTuple> tuples = new ArrayList<>();
            map.forEach((key, each) -> tuples.add(new NodeTuple(node(key), node(each))));
            return new MappingNode(Tag.MAP, tuples, FlowStyle.BLOCK);
        }
        if (value instanceof Collection<?> many) {
            List<Node> nodes = new ArrayList<>();
            many.forEach(each -> nodes.add(node(each)));
            return new SequenceNode(Tag.SEQ, nodes, FlowStyle.BLOCK);
        }
        return new ScalarNode(value == null ? Tag.NULL : Tag.STR, String.valueOf(value), ScalarStyle.PLAIN);
    }

    private static Node compose(String what, String file, String text) {
        LoadSettings settings =
                LoadSettings.builder().setLabel(file).setUseMarks(true).build();
        try {
            return new Compose(settings)
                    .composeString(text)
                    .orElseThrow(() -> new BadArgumentsException(what, List.of(file + ": is empty")));
        } catch (MarkedYamlEngineException e) {
            String at = e.getProblemMark()
                    .map(m -> ":" + (m.getLine() + 1) + ":" + (m.getColumn() + 1))
                    .orElse("");
            throw new BadArgumentsException(what, List.of(file + at + ": " + e.getProblem()));
        } catch (StackOverflowError e) {
            // the library's parser recurses; it has no limit of its own here
            throw new BadArgumentsException(what, List.of(file + ": is nested too deeply"));
        } catch (YamlEngineException e) {
            throw new BadArgumentsException(what, List.of(file + ": " + e.getMessage()));
        }
    }

    private void field(NodeTuple tuple) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            problem(tuple.getKeyNode(), "a key is " + described(tuple.getKeyNode()) + "; text is needed");
        } else if (fields.putIfAbsent(key.getValue(), tuple) != null) {
            problem(key, "'" + key.getValue() + "' is there twice");
        }
    }

    /** Text that may be missing. */
    public Optional<String> text(String key) {
        return value(key).flatMap(value -> scalar(key, value)).filter(text -> !text.isBlank());
    }

    /** Text that must be there; empty (and noted) if it is not. */
    public String required(String key) {
        Optional<String> text = text(key);
        if (text.isEmpty() && value(key).filter(v -> !(v instanceof ScalarNode)).isEmpty()) {
            bad(key, "is missing");
        }
        return text.orElse("");
    }

    /** A whole number within bounds. */
    public int integer(String key, int otherwise, int least, int most) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        String digits = text.get();
        if (digits.matches("-?\\d{1,9}") && Integer.parseInt(digits) >= least && Integer.parseInt(digits) <= most) {
            return Integer.parseInt(digits);
        }
        bad(key, "'" + digits + "' is not a whole number from " + least + " to " + most);
        return otherwise;
    }

    /** Whether it is set to true. */
    public boolean flag(String key) {
        Optional<String> text = text(key);
        if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
            bad(key, "'" + text.get() + "' is neither true nor false");
        }
        return text.filter("true"::equals).isPresent();
    }

    /** A list of texts; one text alone counts as a list of one. */
    public List<String> texts(String key) {
        Node value = value(key).orElse(null);
        if (value instanceof ScalarNode) {
            return text(key).stream().toList();
        }
        return items(key).stream().flatMap(item -> scalar(key, item).stream()).toList();
    }

    /** A mapping of texts; in one text, {@code a=1, b=2} is a mapping of two. */
    public SortedMap<String, String> map(String key) {
        SortedMap<String, String> map = new TreeMap<>();
        if (value(key).orElse(null) instanceof ScalarNode) {
            text(key).ifPresent(text -> pairs(key, text, map));
            return map;
        }
        child(key).ifPresent(fields -> fields.fields.keySet().forEach(name -> fields.text(name)
                .ifPresent(text -> map.put(name, text))));
        return map;
    }

    private void pairs(String key, String text, SortedMap<String, String> map) {
        for (String pair : text.strip().split("\\s*,\\s*")) {
            int equals = pair.indexOf('=');
            if (equals <= 0 || equals == pair.length() - 1) {
                bad(key, "'" + pair + "' is no label; write key=value, several with commas between them");
            } else if (map.put(
                            pair.substring(0, equals).strip(),
                            pair.substring(equals + 1).strip())
                    != null) {
                bad(key, "'" + pair.substring(0, equals).strip() + "' is there twice");
            }
        }
    }

    /** A mapping with keys of its own. */
    public Optional<YamlFields> child(String key) {
        return value(key).map(value -> new YamlFields(file, at(key), value, problems));
    }

    /** A list of mappings. */
    public List<YamlFields> children(String key) {
        List<Node> items = items(key);
        List<YamlFields> children = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            children.add(new YamlFields(file, at(key) + "[" + i + "]", items.get(i), problems));
        }
        return children;
    }

    /** Notes that a key's value is wrong. */
    public void bad(String key, String problem) {
        Node at = fields.containsKey(key) ? fields.get(key).getValueNode() : node;
        problems.add(place(at) + at(key) + ": " + problem);
    }

    /** Notes the keys that nobody asked for. Call last. */
    public void end() {
        fields.forEach((key, tuple) -> {
            if (!asked.contains(key)) {
                problem(
                        tuple.getKeyNode(),
                        "unknown key '" + key + "'" + Names.hint(key, asked) + " (known: " + String.join(", ", asked)
                                + ")");
            }
        });
    }

    private List<Node> items(String key) {
        Node value = value(key).orElse(null);
        if (value instanceof SequenceNode list) {
            return list.getValue();
        }
        if (value != null) {
            bad(key, "is " + described(value) + "; a list is needed");
        }
        return List.of();
    }

    private Optional<Node> value(String key) {
        if (!asked.contains(key)) {
            asked.add(key);
        }
        return Optional.ofNullable(fields.get(key)).map(NodeTuple::getValueNode).filter(v -> !v.getTag()
                .equals(Tag.NULL));
    }

    private Optional<String> scalar(String key, Node value) {
        if (value instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue());
        }
        bad(key, "is " + described(value) + "; text is needed");
        return Optional.empty();
    }

    private void problem(Node at, String problem) {
        problems.add(place(at) + (path.isEmpty() ? "" : path + ": ") + problem);
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private String place(Node at) {
        return at.getStartMark()
                .map(mark -> file + ":" + (mark.getLine() + 1) + ": ")
                .orElse("");
    }

    private static String described(Node node) {
        return switch (node.getNodeType()) {
            case SCALAR -> node.getTag().equals(Tag.NULL) ? "empty" : "text";
            case SEQUENCE -> "a list";
            case MAPPING -> "a mapping";
            case ANCHOR -> "an alias";
        };
    }
}
