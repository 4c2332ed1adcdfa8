package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.plan.Tables;
import io.jenkins.plugins.greyrelease.rollout.AppStatus;
import io.jenkins.plugins.greyrelease.rollout.AppStatus.Side;
import io.jenkins.plugins.greyrelease.runtime.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Clusters side by side, a line for each app in each, and a line for each cluster that does not answer. */
final class StatusTable {
    private static final List<String> HEAD =
            List.of("cluster", "app", "release", "stands", "stable", "canary", "image", "driven by");

    private StatusTable() {}

    static String of(List<ClusterReading> readings, Instant now) {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        List<String> remarks = new ArrayList<>();
        for (ClusterReading reading : readings) {
            reading.apps().forEach(app -> rows.add(row(app, now)));
            reading.problem()
                    .ifPresent(why -> remarks.add(reading.cluster() + ": not reachable"
                            + reading.since()
                                    .map(at -> " since " + at.truncatedTo(ChronoUnit.SECONDS))
                                    .orElse("")
                            + ": " + why));
            reading.apps().stream()
                    .filter(app -> !app.paused().isEmpty())
                    .forEach(app ->
                            remarks.add(reading.cluster() + ": " + app.app() + " stands still: " + app.paused()));
        }
        StringBuilder text = new StringBuilder(rows.size() > 1 ? Tables.aligned(rows) : "");
        remarks.forEach(line -> text.append(line).append('\n'));
        return text.isEmpty() ? "nothing is under way\n" : text.toString();
    }

    private static List<String> row(AppStatus app, Instant now) {
        String stands = !app.underWay() ? "no release" : (app.paused().isEmpty() ? "" : "paused, ") + app.course();
        return List.of(
                app.cluster(),
                app.namespace() + "/" + app.app(),
                app.underWay() ? app.release() : "-",
                stands,
                side(app.stable()),
                app.canary().map(StatusTable::side).orElse("-"),
                app.canary().map(Side::images).orElse(app.stable().images()),
                app.driver()
                        .map(driver -> driver.holder() + since(driver.since(), now))
                        .orElse(app.underWay() ? "nobody" : "-"));
    }

    /** {@code 9/10 ready}. */
    private static String side(Side side) {
        return side.ready() + "/" + side.wanted() + " ready";
    }

    private static String since(Optional<Instant> at, Instant now) {
        return at.map(since -> Duration.between(since, now).toMinutes())
                .filter(minutes -> minutes >= 1)
                .map(minutes -> ", for " + Durations.shown(Duration.ofMinutes(minutes)))
                .orElse("");
    }
}
