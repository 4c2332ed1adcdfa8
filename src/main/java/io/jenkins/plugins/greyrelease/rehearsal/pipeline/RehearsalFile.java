package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Answer;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Answers;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Result;
import io.jenkins.plugins.greyrelease.runtime.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a user's {@code rehearsal.yaml} says about the world that cannot be simulated:
 *
 * <pre>
 * answers:                     # the first that fits counts; what nothing fits is assumed
 *   - step: sh                 # optional: any step
 *     match: 'kubectl get .*'  # a regular expression found in the command
 *     exitCode: 0              # of sh and its like; anything but 0 fails
 *     output: three pods       # what it prints, or returns with returnStdout
 *     duration: 1m30s          # in virtual time
 *     returns: {key: value}    # value of other steps
 * environment: {BRANCH_NAME: main}
 * parameters: {TAG: v2}
 * previousResult: FAILURE
 * </pre>
 *
 * @param rules in order
 * @param environment variables that Jenkins would set
 * @param parameters values for build parameters
 * @param previous result of the build before
 */
public record RehearsalFile(
        List<AnswerRule> rules,
        Map<String, String> environment,
        Map<String, Object> parameters,
        Optional<Result> previous)
        implements Answers {

    private static final Set<String> KEYS = Set.of("answers", "environment", "parameters", "previousResult");

    /**
     * Reads the file.
     *
     * @param name of the file, for messages
     * @throws BadArgumentsException listing everything that is wrong
     */
    public static RehearsalFile read(String yaml, String name) {
        Problems problems = new Problems();
        Map<?, ?> top = parse(yaml, problems) instanceof Map<?, ?> map ? map : Map.of();
        unknown("", top, KEYS, problems);
        List<AnswerRule> rules = rules(top.get("answers"), name, problems);
        Map<String, String> environment = new LinkedHashMap<>();
        map(top, "environment", problems).forEach((key, value) -> environment.put(key, String.valueOf(value)));
        Map<String, Object> parameters = map(top, "parameters", problems);
        Optional<Result> previous = previous(top.get("previousResult"), problems);
        problems.throwIfAny(name);
        return new RehearsalFile(rules, environment, parameters, previous);
    }

    private static Object parse(String yaml, Problems problems) {
        try {
            return new ObjectMapper(new YAMLFactory()).readValue("---\n" + yaml, Object.class);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr() - 1;
            String problem = e.getOriginalMessage().lines().reduce("", (all, next) -> all + " " + next.strip());
            problems.add("line " + line + ": not YAML:" + problem);
            return null;
        }
    }

    private static List<AnswerRule> rules(Object answers, String name, Problems problems) {
        List<AnswerRule> rules = new ArrayList<>();
        if (answers != null && !(answers instanceof List)) {
            problems.bad("answers", answers, "must be a list");
        } else if (answers instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                String where = "answers[" + i + "]";
                if (list.get(i) instanceof Map<?, ?> rule) {
                    AnswerRule.read(rule, name, where, problems).ifPresent(rules::add);
                } else {
                    problems.bad(where, list.get(i), "must have keys " + AnswerRule.KEYS);
                }
            }
        }
        return List.copyOf(rules);
    }

    private static Map<String, Object> map(Map<?, ?> top, String key, Problems problems) {
        Object value = top.get(key);
        Map<String, Object> result = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((k, v) -> result.put(String.valueOf(k), v));
        } else if (value != null) {
            problems.bad(key, value, "must be a map of names to values");
        }
        return result;
    }

    private static Optional<Result> previous(Object value, Problems problems) {
        Optional<Result> result = value == null ? Optional.empty() : Result.named(value.toString());
        if (value != null && result.isEmpty()) {
            problems.bad("previousResult", value, "must be one of " + List.of(Result.values()));
        }
        return result;
    }

    static void unknown(String where, Map<?, ?> map, Set<String> known, Problems problems) {
        for (Object key : map.keySet()) {
            String name = String.valueOf(key);
            if (!known.contains(name)) {
                problems.add(where + "no key '" + name + "'" + Names.hint(name, known));
            }
        }
    }

    @Override
    public Answer find(String step, String text) {
        return rules.stream()
                .filter(rule -> rule.fits(step, text))
                .findFirst()
                .map(AnswerRule::answer)
                .orElse(Answer.ASSUMED);
    }

    /** These options with what the file says; parameters given elsewhere win. */
    public PipelineOptions applyTo(PipelineOptions options) {
        PipelineOptions all = options.answers(this)
                .environment(environment)
                .parameters(parameters)
                .parameters(options.parameters());
        return previous.map(all::previous).orElse(all);
    }
}
