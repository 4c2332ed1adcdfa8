package io.jenkins.plugins.greyrelease.autoscale;

import io.jenkins.plugins.greyrelease.autoscale.Reading.Failed;
import io.jenkins.plugins.greyrelease.autoscale.Reading.Measured;
import io.jenkins.plugins.greyrelease.autoscale.ScalingMove.Scale;
import io.jenkins.plugins.greyrelease.autoscale.ScalingMove.Stay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How many pods an app should have: of several policies the one that wants the most wins.
 *
 * <p>A policy wants {@code ceil(sum of usage / target)} pods. Within the tolerance nothing is done. A step up comes at
 * most every {@code upCooldown}, unless the load is more than {@code panic} times what the pods are there for; a step
 * down waits {@code downCooldown} after the last step either way.
 *
 * <p>Examples, with the usual rules (5 %, 3 and 5 minutes, 1.4) and 10 pods whose target is 100m:
 *
 * <ul>
 *   <li>1,040m in all: 4 % over, within the tolerance, 10 pods stay.
 *   <li>1,110m: 12 pods, if the last step up was 3 minutes ago; else it waits.
 *   <li>1,410m: 15 pods at once, for 1.41 is over 1.4.
 *   <li>620m: 7 pods, if nothing was changed for 5 minutes.
 *   <li>700m of 8 pods, 2 pods say nothing: between 7 and 9 pods, so 9.
 *   <li>900m of 8 pods, 2 pods say nothing: between 9 and 11 pods: 10 stay, whatever the silent ones do.
 * </ul>
 *
 * <p>Other than the autoscaler of Kubernetes (1.34, {@code replica_calculator.go} and {@code horizontal.go}):
 *
 * <ul>
 *   <li>It measures against the pods that are <em>wanted</em>; Kubernetes takes the average of the ready ones times
 *       their number, and so shrinks an app to what is ready of it: of 10 pods 5 are ready and use 90 % of their target
 *       each, then it wants 5, this one 10.
 *   <li>Pods without a figure are idle on the way up and at their target on the way down. Kubernetes does the same,
 *       except that with a utilisation they are at their full request then, and that unready ones do not count at all.
 *   <li>Cool-downs are counted from the last change. Kubernetes looks for the highest wish of the last 5 minutes before
 *       it goes down, and limits the speed up to twice the pods (or 4 more) in 15 seconds.
 *   <li>The tolerance is 5 %, not 10 %, and it is held against all the pods, not against those that are measured.
 *   <li>Several policies: the same, the highest wins, and with one that gives no figure it never goes down.
 * </ul>
 */
public final class Scaling {
    /** Sums of decimal fractions are a little off: 0.1 + 0.2 of a target of 0.3 is one pod, not two. */
    private static final double ROUNDING = 1e-9;

    private Scaling() {}

    /** What one policy wants. */
    private record Wish(double demand, int replicas, String says) {}

    /**
     * Decides.
     *
     * @param current the pods wanted now; 0 means that somebody switched the app off, and it stays so
     * @param readings one for each policy
     * @param past when the number was last changed
     * @param now of the clock that {@code past} is of
     */
    public static ScalingMove decide(
            int current, ScalingRules rules, List<Reading> readings, ScalingPast past, Duration now) {
        if (current == 0) {
            return new Stay(0, "0 pods are wanted: scaled to zero by somebody, so nothing is done");
        }
        if (rules.clamp(current) != current) {
            int bound = rules.clamp(current);
            return new Scale(
                    current, bound, current + " -> " + bound + " pods: min is " + rules.min() + ", max " + rules.max());
        }
        List<String> figures = new ArrayList<>();
        Wish best = null;
        boolean blind = readings.isEmpty();
        for (Reading each : readings) {
            if (each instanceof Failed failed) {
                blind = true;
                figures.add(failed.policy() + " unknown (" + failed.why() + ")");
            } else {
                Wish wish = wish((Measured) each, current, rules);
                figures.add(wish.says());
                best = best == null || wish.replicas() > best.replicas() ? wish : best;
            }
        }
        String seen = String.join(", ", figures);
        if (best == null) {
            return new Stay(current, current + " pods stay: no policy has a figure: " + seen);
        }
        return blind && best.replicas() < current
                ? new Stay(current, current + " pods stay: never fewer while a figure is missing: " + seen)
                : step(current, rules, best, new Moment(past, now, seen));
    }

    private record Moment(ScalingPast past, Duration now, String seen) {}

    private static Wish wish(Measured reading, int current, ScalingRules rules) {
        double demand = Math.max(reading.least(), Math.min(current, reading.most(current)));
        boolean near = Math.abs(demand / current - 1) <= rules.tolerance() + ROUNDING;
        int replicas = near ? current : (int) Math.min(Integer.MAX_VALUE, Math.ceil(demand - ROUNDING));
        return new Wish(demand, replicas, said(reading, replicas, near && replicas != demand));
    }

    private static String said(Measured reading, int replicas, boolean tolerated) {
        String silent = reading.silent() > 0 ? " (" + reading.silent() + " pods say nothing)" : "";
        return reading.policy() + " " + figure(reading.sum()) + " of " + figure(reading.target()) + " a pod" + silent
                + " = " + replicas + (tolerated ? " within tolerance" : "");
    }

    private static ScalingMove step(int current, ScalingRules rules, Wish best, Moment moment) {
        int to = rules.clamp(best.replicas());
        String bound = to == best.replicas() ? "" : to == rules.max() ? " (max)" : " (min)";
        if (to == current) {
            return new Stay(current, current + " pods stay" + bound + ": " + moment.seen());
        }
        boolean panic = rules.panic() > 0 && best.demand() > rules.panic() * current;
        Duration wait = to < current
                ? moment.past().untilDown(rules, moment.now())
                : panic ? Duration.ZERO : moment.past().untilUp(rules, moment.now());
        if (!wait.isZero()) {
            return new Stay(
                    current,
                    current + " pods stay, " + to + bound + " in " + wait.toSeconds() + " s (cool-down): "
                            + moment.seen());
        }
        return new Scale(
                current,
                to,
                current + " -> " + to + " pods" + bound + (panic ? " at once" : "") + ": " + moment.seen());
    }

    private static String figure(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.4g", value);
    }
}
