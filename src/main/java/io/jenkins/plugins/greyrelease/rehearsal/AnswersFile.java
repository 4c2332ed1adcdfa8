package io.jenkins.plugins.greyrelease.rehearsal;

import io.jenkins.plugins.greyrelease.kube.YamlFields;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Answer;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Answers;
import io.jenkins.plugins.greyrelease.runtime.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a rehearsal answers for commands and other outside effects, as {@code rehearsal.yaml} says:
 *
 * <pre>
 * answers:
 *   - step: sh                 # any step if left out
 *     match: 'curl .*health'   # regular expression, found anywhere in the command
 *     exitCode: 0
 *     output: ok
 *     duration: 20s
 *     times: 2                 # only the first two calls; every one if left out
 * </pre>
 *
 * <p>The first entry that fits and is not used up answers. Not thread-safe: it counts.
 */
public final class AnswersFile implements Answers {
    private static final int EVERY = Integer.MAX_VALUE;

    private final List<Entry> entries;
    private final int[] used;

    private AnswersFile(List<Entry> entries) {
        this.entries = List.copyOf(entries);
        this.used = new int[entries.size()];
    }

    private record Entry(Optional<String> step, Pattern match, int times, Answer answer) {
        boolean fits(String calledStep, String text) {
            return step.filter(s -> !s.equals(calledStep)).isEmpty()
                    && match.matcher(text).find();
        }
    }

    /**
     * Reads a file of answers.
     *
     * @param file its name, for messages and as the answers' source
     * @param text its content
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException with everything that is wrong
     */
    public static AnswersFile read(String file, String text) {
        Problems problems = new Problems();
        YamlFields top = YamlFields.read("rehearsal", file, text, problems);
        List<Entry> entries = new ArrayList<>();
        for (YamlFields fields : top.children("answers")) {
            entries.add(entry(fields, file + ": answers[" + entries.size() + "]"));
        }
        top.end();
        problems.throwIfAny("rehearsal");
        return new AnswersFile(entries);
    }

    private static Entry entry(YamlFields fields, String source) {
        Optional<String> step = fields.text("step");
        Pattern match = Pattern.compile("");
        try {
            match = Pattern.compile(fields.required("match"));
        } catch (PatternSyntaxException e) {
            fields.bad("match", "is no regular expression: " + e.getDescription());
        }
        int exitCode = fields.integer("exitCode", 0, 0, 255);
        String output = fields.text("output").orElse("");
        Duration duration = Duration.ZERO;
        try {
            duration = fields.text("duration").map(Durations::parse).orElse(Duration.ZERO);
        } catch (IllegalArgumentException e) {
            fields.bad("duration", e.getMessage());
        }
        int times = fields.integer("times", EVERY, 1, 999_999_999);
        fields.end();
        return new Entry(step, match, times, new Answer(exitCode, output, duration, null, source, false));
    }

    @Override
    public Answer find(String step, String text) {
        for (int i = 0; i < entries.size(); i++) {
            if (used[i] < entries.get(i).times() && entries.get(i).fits(step, text)) {
                used[i]++;
                return entries.get(i).answer();
            }
        }
        return Answer.ASSUMED;
    }
}
