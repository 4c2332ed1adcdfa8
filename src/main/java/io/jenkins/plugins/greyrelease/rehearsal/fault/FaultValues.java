package io.jenkins.plugins.greyrelease.rehearsal.fault;

import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec.Answer;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec.Broken;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec.EditKind;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec.When;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSyntax.Misfit;
import io.jenkins.plugins.greyrelease.runtime.Names;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands behind a fault's name, with its {@code =} or {@code :}; empty if nothing does. */
final class FaultValues {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");
    private static final Pattern FACTOR = Pattern.compile("=x(\\d{1,4}(?:\\.\\d{1,3})?)");
    private static final Pattern RATE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3})?)%");

    private FaultValues() {}

    static FaultSpec brokenImage(String value, When when) {
        if (value.startsWith(":crashes-after=")) {
            Duration after = FaultSyntax.duration(value.substring(":crashes-after=".length()));
            return new FaultSpec.BrokenImage(Broken.CRASHES, after, when);
        }
        return switch (value) {
            case "", ":never-ready" -> new FaultSpec.BrokenImage(Broken.NEVER_READY, Duration.ZERO, when);
            case ":never-pulls" -> new FaultSpec.BrokenImage(Broken.NEVER_PULLS, Duration.ZERO, when);
            default -> {
                List<String> known = List.of(":never-pulls", ":never-ready", ":crashes-after=2m");
                throw new Misfit("behind broken-image may stand " + String.join(", ", known) + ", not '" + value + "'"
                        + Names.hint(value, known));
            }
        };
    }

    static FaultSpec elsewhere(String system, String value, When when) {
        if (when.cluster().isPresent()) {
            throw new Misfit("is of no cluster: leave /" + when.cluster().get() + " out");
        }
        List<FaultSpec.Trouble> known = Arrays.stream(FaultSpec.Trouble.values())
                .filter(each -> each.system().equals(system))
                .toList();
        List<String> words = known.stream().map(FaultSpec.Trouble::written).toList();
        return known.stream()
                .filter(each -> value.equals("=" + each.written()))
                .findFirst()
                .map(trouble -> new FaultSpec.Elsewhere(trouble, when))
                .orElseThrow(() -> new Misfit("behind " + system + " may stand =" + String.join(", =", words)
                        + Names.hint(value.replaceFirst("^=", ""), words)));
    }

    static FaultSpec registry(RegistryTrouble trouble, String value, When when) {
        if (when.cluster().isPresent()) {
            throw new Misfit("is of no cluster: leave /" + when.cluster().get() + " out");
        }
        return new FaultSpec.Registry(trouble, needed(value, trouble.written() + "=NAME"), when);
    }

    static FaultSpec slowStart(String value, When when) {
        return new FaultSpec.SlowStart(FaultSyntax.duration(needed(value, "slow-start=60s")), when);
    }

    static FaultSpec nodeLoss(String value, When when) {
        return new FaultSpec.NodeLoss(value.isEmpty() ? 1 : number(needed(value, "node-loss=2"), 1), when);
    }

    static FaultSpec clusterDown(String value, When when) {
        String name = needed(value, "cluster-down=NAME");
        if (when.cluster().isPresent()) {
            throw new Misfit(
                    "names its cluster already: leave /" + when.cluster().get() + " out");
        }
        return new FaultSpec.ClusterDown(new When(when.trigger(), when.lasting(), Optional.of(name)));
    }

    static FaultSpec slowApi(String value, When when) {
        return new FaultSpec.SlowApi(FaultSyntax.duration(needed(value, "slow-api=500ms")), when);
    }

    static FaultSpec errors(String value, When when) {
        String[] parts = needed(value, "errors=429").split(":", 2);
        for (Answer each : Answer.values()) {
            if (each.written().equals(parts[0])) {
                return new FaultSpec.ApiErrors(each, parts.length == 1 ? 0.2 : rate(parts[1]), when);
            }
        }
        throw new Misfit("errors are 409, 429, 500 or timeout, not '" + parts[0] + "'");
    }

    private static double rate(String text) {
        Matcher percent = RATE.matcher(text);
        double rate = percent.matches() ? Double.parseDouble(percent.group(1)) / 100 : Double.NaN;
        if (!(rate > 0 && rate <= 1)) {
            throw new Misfit("'" + text + "' is not a share of the calls, from above 0% to 100%");
        }
        return rate;
    }

    static FaultSpec quota(String value, When when) {
        if (!value.startsWith("=pods:")) {
            throw new Misfit("needs a number of pods: quota=pods:12");
        }
        return new FaultSpec.Quota(number(value.substring("=pods:".length()), 0), when);
    }

    static FaultSpec edit(String value, When when) {
        List<String> known =
                Arrays.stream(EditKind.values()).map(EditKind::written).toList();
        String[] parts = needed(value, "edit=scale=5").split("=", 2);
        if (!known.contains(parts[0])) {
            throw new Misfit("unknown edit '" + parts[0] + "'" + Names.hint(parts[0], known) + "; there are "
                    + String.join(", ", known));
        }
        EditKind kind = EditKind.values()[known.indexOf(parts[0])];
        if (kind.takesNumber() != (parts.length == 2)) {
            throw new Misfit(
                    kind.takesNumber()
                            ? "needs a number: edit=" + parts[0] + "=5"
                            : "takes no value: edit=" + parts[0]);
        }
        int least = kind == EditKind.SCALE ? 0 : 1;
        return new FaultSpec.Edit(kind, parts.length == 2 ? number(parts[1], least) : 0, when);
    }

    static FaultSpec operator(String value, When when) {
        String order = needed(value, "operator=pause");
        List<String> known = Arrays.stream(FaultSpec.Order.values())
                .map(FaultSpec.Order::written)
                .toList();
        if (!known.contains(order)) {
            throw new Misfit("an operator cannot '" + order + "'" + Names.hint(order, known) + "; there are "
                    + String.join(", ", known));
        }
        FaultSpec.Order given = FaultSpec.Order.values()[known.indexOf(order)];
        if (given != FaultSpec.Order.PAUSE && when.lasting().isPresent()) {
            throw new Misfit("lasts for ever; only operator=pause may end, with +5m");
        }
        return new FaultSpec.Operate(given, when);
    }

    static FaultSpec load(String value, When when) {
        Matcher factor = FACTOR.matcher(value);
        if (!factor.matches()) {
            throw new Misfit("needs a factor: load=x3, load=x0.5");
        }
        return new FaultSpec.LoadSpike(Double.parseDouble(factor.group(1)), when);
    }

    private static String needed(String value, String example) {
        if (value.length() < 2 || value.charAt(0) != '=') {
            throw new Misfit("needs a value: " + example);
        }
        return value.substring(1);
    }

    private static int number(String text, int least) {
        if (!NUMBER.matcher(text).matches() || Integer.parseInt(text) < least) {
            throw new Misfit("'" + text + "' is not a whole number from " + least + " on");
        }
        return Integer.parseInt(text);
    }
}
