package io.jenkins.plugins.greyrelease.rehearsal.fault;

import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec.AtBatch;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec.Trigger;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec.When;
import io.jenkins.plugins.greyrelease.runtime.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How faults are written on the command line. */
public final class FaultSyntax {

    /** What {@code --fault} takes, for help texts and errors. */
    public static final String GRAMMAR = """
            broken-image[:never-pulls|:never-ready|:crashes-after=2m]   the image being released does not work
            slow-start=60s                                              it takes so long to start
            node-loss[=2]                                               nodes stop
            cluster-down=NAME                                           a cluster cannot be reached
            slow-api=500ms                                              every call takes longer
            errors=409|429|500|timeout[:30%]                            calls fail (a timeout's write was done)
            quota=pods:12                                               no more pods than that
            edit=scale=5|image|labels|pause|delete|delete-canary|hpa-max=5|hpa-delete   somebody else's change
            load=x3                                                     the load is multiplied
            operator=pause|resume|promote|rollback|abort                somebody steers the release (pause+5m: resumed then)
            image-missing=NAME                                          a registry does not have the image being released
            registry-down=NAME                                          a registry cannot be reached
            tag-moved=NAME                                              its tag is moved in a registry
            sonar=error|none|pending|down                               the quality gate (pending: it is never computed)
            jira=closed|down                                            the change ticket
            notify=down                                                 those who are notified do not answer
            Each may go on with /CLUSTER (only there), @5m (at this time) or @batch:2 (when that batch starts), and
            +3m (for so long), in this order. Without @: from the beginning; node-loss, cluster-down, edit, operator, load
            and tag-moved: @batch:2.""";

    private static final Pattern WHOLE =
            Pattern.compile("(?<name>[a-z-]+)(?<value>[=:][^/@+]*)?(?:/(?<cluster>[^@+]+))?"
                    + "(?:@(?<trigger>[^+]*))?(?:\\+(?<lasting>.*))?");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,7})(ms|s|m|h)");
    private static final Pattern BATCH = Pattern.compile("batch:([1-9]\\d{0,3})");
    private static final Trigger SECOND_BATCH = new AtBatch(2);
    private static final Trigger BEGINNING = new FaultSpec.At(Duration.ZERO);

    private static final Map<String, BiFunction<String, When, FaultSpec>> READERS = new LinkedHashMap<>();

    static {
        READERS.put("broken-image", FaultValues::brokenImage);
        READERS.put("slow-start", FaultValues::slowStart);
        READERS.put("node-loss", FaultValues::nodeLoss);
        READERS.put("cluster-down", FaultValues::clusterDown);
        READERS.put("slow-api", FaultValues::slowApi);
        READERS.put("errors", FaultValues::errors);
        READERS.put("quota", FaultValues::quota);
        READERS.put("edit", FaultValues::edit);
        READERS.put("load", FaultValues::load);
        READERS.put("operator", FaultValues::operator);
        for (RegistryTrouble trouble : RegistryTrouble.values()) {
            READERS.put(trouble.written(), (value, when) -> FaultValues.registry(trouble, value, when));
        }
        READERS.put("jira", (value, when) -> FaultValues.elsewhere("jira", value, when));
        READERS.put("notify", (value, when) -> FaultValues.elsewhere("notify", value, when));
        READERS.put("sonar", (value, when) -> FaultValues.elsewhere("sonar", value, when));
    }

    private FaultSyntax() {}

    /** A value that does not fit; the message says what would. */
    static final class Misfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Misfit(String allowed) {
            super(allowed);
        }
    }

    /**
     * Reads faults, such as {@code broken-image}, {@code cluster-down=gd9-b@batch:2+5m} or {@code load=x3@10m}.
     *
     * @param texts each one fault
     * @param clusters the names of the rehearsal's clusters
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException that lists all that is wrong, with the nearest
     *     known names and the grammar
     */
    public static List<FaultSpec> parse(List<String> texts, Collection<String> clusters) {
        Problems problems = new Problems();
        List<FaultSpec> faults = new ArrayList<>();
        for (String text : texts) {
            try {
                FaultSpec fault = parse(text.strip());
                fault.when().cluster().ifPresent(name -> mustBeKnown(name, clusters));
                faults.add(fault);
            } catch (Misfit e) {
                problems.bad("--fault", text, e.getMessage());
            }
        }
        if (!problems.none()) {
            List<String> all = new ArrayList<>(problems.found());
            all.add(all.remove(all.size() - 1) + "\nWhat --fault takes:\n"
                    + GRAMMAR.indent(2).stripTrailing());
            throw new BadArgumentsException("rehearse", all);
        }
        return faults;
    }

    private static FaultSpec parse(String text) {
        Matcher parts = WHOLE.matcher(text);
        if (!parts.matches()) {
            throw new Misfit("is not a fault: a name, then =value, /cluster, @when and +how long as needed");
        }
        String name = parts.group("name");
        BiFunction<String, When, FaultSpec> reader = READERS.get(name);
        if (reader == null) {
            throw new Misfit("unknown fault '" + name + "'" + Names.hint(name, READERS.keySet()));
        }
        String value = parts.group("value") == null ? "" : parts.group("value");
        When when = new When(
                parts.group("trigger") == null ? usual(name) : trigger(parts.group("trigger")),
                Optional.ofNullable(parts.group("lasting")).map(FaultSyntax::duration),
                Optional.ofNullable(parts.group("cluster")));
        return reader.apply(value, when);
    }

    private static Trigger usual(String name) {
        return switch (name) {
            case "node-loss", "cluster-down", "edit", "load", "operator", "tag-moved" -> SECOND_BATCH;
            default -> BEGINNING;
        };
    }

    private static Trigger trigger(String text) {
        Matcher batch = BATCH.matcher(text);
        if (batch.matches()) {
            return new AtBatch(Integer.parseInt(batch.group(1)));
        }
        if (text.startsWith("batch")) {
            throw new Misfit("after '@' is '" + text + "', wanted is batch: and a number from 1, such as @batch:2");
        }
        return new FaultSpec.At(duration(text));
    }

    private static void mustBeKnown(String cluster, Collection<String> clusters) {
        if (!clusters.contains(cluster)) {
            throw new Misfit("there is no cluster '" + cluster + "'" + Names.hint(cluster, clusters) + "; there are "
                    + String.join(", ", clusters));
        }
    }

    static Duration duration(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw new Misfit("'" + text + "' is not a duration such as 500ms, 30s, 5m or 1h");
        }
        long amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    /** {@code 90s}, {@code 2m}, {@code 500ms}: the longest unit that needs no fraction. */
    static String shown(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        return seconds % 60 != 0 || seconds == 0 ? seconds + "s" : seconds / 60 + "m";
    }

    static String shown(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
