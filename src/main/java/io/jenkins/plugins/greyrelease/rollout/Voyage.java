package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.rollout.CourseState.Intent;
import io.jenkins.plugins.greyrelease.rollout.Orders.Action;
import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent.Kind;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import io.jenkins.plugins.greyrelease.rollout.Standing.Stage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A release that has begun: asks the course what is wanted, hands goals to the stations, runs checks and soaks.
 *
 * <p>Threads: everything happens on the release's own executor.
 */
final class Voyage {
    private final ReleaseSpec spec;
    private final String release;
    private final boolean attached;
    private final Crew crew;
    private final Consumer<ReleaseResult> onEnd;
    private final Map<String, Station> stations = new LinkedHashMap<>();
    private final Map<String, Record> records = new LinkedHashMap<>();
    private final Soaks soaks;
    private final Set<String> started = new TreeSet<>();
    private final Helm helm;
    private final Commands commands;
    private final Checks checks;
    private CompletableFuture<Void> noted = new CompletableFuture<>();
    private boolean closed;

    /** Who helps. */
    record Crew(Engine engine, Executor serial, Narrator narrator, ReleaseHooks hooks) {}

    Voyage(Opening.Result.Open open, Crew crew, Consumer<ReleaseResult> onEnd) {
        this.spec = open.state().spec();
        this.release = open.release();
        this.attached = open.attached();
        this.crew = crew;
        this.onEnd = onEnd;
        this.soaks = new Soaks(crew.engine().scheduler(), crew.serial());
        this.helm = new Helm(open.state(), spec, crew.narrator(), stations);
        this.commands = new Commands(helm, spec, release);
        this.checks = new Checks(crew.hooks(), crew.serial());
        Optional<String> request = RequestJson.of(spec, open.plan());
        Station.Inbox inbox = new Station.Inbox(crew.serial(), this::heard);
        open.places().forEach((name, place) -> {
            if (place.batch() > 0
                    || place.standing().stage() != Stage.UNTOUCHED
                            && place.standing().stage() != Stage.FORWARD) {
                started.add(name);
            }
            stations.put(name, new Station(place, spec, release, open.plan(), crew.engine(), inbox));
            records.put(name, new Record(place.cluster(), spec, request, crew.serial(), text -> crew.narrator()
                    .say(Kind.WROTE, name, 0, text)));
        });
    }

    /**
     * Sets sail.
     *
     * @param whyBack why, if it goes back from the beginning
     */
    void begin(String whyBack) {
        String how = attached ? "goes on with release " : "begins release ";
        String plan = Words.plan(helm.state(), stations.values());
        crew.narrator().say(attached ? Kind.ATTACHED : Kind.STARTED, how + release + " of " + spec.app() + ": " + plan);
        stations.values().forEach(Station::warn);
        helm.begin(whyBack);
        step();
    }

    /** One line per cluster; to be asked on any thread. */
    String status() {
        return helm.status();
    }

    /** How it stands; to be asked on any thread. */
    ReleasePicture picture() {
        return Painter.of(release, helm, stations);
    }

    /** Writes no more. */
    void detach() {
        closed = true;
        noted.completeExceptionally(new Commands.Refused("this process lets go of release " + release
                + "; whether the clusters have noted what was asked shows when it is run again"));
        soaks.cancel();
        stations.values().forEach(Station::detach);
    }

    /** As {@link #detach}, and whoever comes next need not wait until the leases expire. */
    CompletableFuture<Void> letGo() {
        detach();
        return CompletableFuture.allOf(
                stations.values().stream().map(Station::giveBack).toArray(CompletableFuture<?>[]::new));
    }

    /** What an operator asks; a pause is answered when the clusters say that it stands still. */
    void command(Command command, String by, CompletableFuture<String> answer) {
        if (closed) {
            answer.completeExceptionally(new Commands.Refused("release " + release + " is about to end"));
            return;
        }
        try {
            String sentence = commands.give(command, by);
            if (command == Command.PAUSE) {
                noted.whenComplete((all, ended) -> {
                    if (ended == null) {
                        answer.complete(sentence);
                    } else {
                        answer.completeExceptionally(ended);
                    }
                });
            } else {
                answer.complete(sentence);
            }
        } catch (Commands.Refused refusal) {
            answer.completeExceptionally(refusal);
        }
        step();
    }

    /** How it stands, as a result. */
    ReleaseResult result(Outcome outcome, String why) {
        return Results.of(
                release, outcome, helm, stations, outcome == Outcome.RELEASED || !why.isEmpty() ? why : helm.reason());
    }

    private void heard(String cluster, News news) {
        if (closed) {
            return;
        }
        if (news instanceof News.Settled settled && settled.move() instanceof Move.Stop stop && stop.takenOver()) {
            helm.overtaken(stop.why());
            end(Outcome.OPEN);
            return;
        }
        if (news instanceof News.Settled settled) {
            helm.settled(cluster, settled);
        } else if (news instanceof News.Wrote wrote) {
            crew.narrator().say(wrote.kind(), cluster, 0, wrote.why());
            return;
        } else if (news instanceof News.Asked asked) {
            // told in the middle of a look, which comes first
            crew.serial().execute(() -> asked(cluster, asked.label()));
            return;
        } else if (news instanceof News.Looked) {
            crew.hooks().changed();
            return;
        } else if (news instanceof News.Resumed) {
            helm.trouble(cluster, "");
            crew.narrator().say(Kind.RESUMED, cluster, 0, "what it stood still for is gone; goes on");
        } else if (news instanceof News.Unreachable lost) {
            String text = lost.words(crew.engine().scheduler().elapsed());
            helm.trouble(cluster, text);
            crew.narrator().say(Kind.UNREACHABLE, cluster, 0, text);
            helm.state(helm.state().with(helm.state().standing(cluster).answering(false)));
        } else if (news instanceof News.Reachable) {
            helm.trouble(cluster, "");
            crew.narrator().say(Kind.REACHABLE, cluster, 0, "answers again; goes on");
            helm.state(helm.state().with(helm.state().standing(cluster).answering(true)));
        } else if (news instanceof News.Told) {
            helm.toldToReturn(cluster);
        } else if (news instanceof News.Wants wants) {
            helm.wants(cluster, wants.desired());
        }
        step();
    }

    /** Somebody who does not drive the release asks for something, by a label of a cluster. */
    private void asked(String cluster, String label) {
        if (closed) {
            return;
        }
        crew.narrator().say(Kind.ASKED, cluster, 0, Record.ASKED + label + ": " + commands.byLabel(label));
        step();
        stations.get(cluster).answered(label);
    }

    private void step() {
        if (closed) {
            return;
        }
        Orders orders = Course.next(helm.state());
        orders.goals().forEach((cluster, goal) -> order(stations.get(cluster), goal, orders));
        for (Action action : orders.actions()) {
            if (action instanceof Action.Check check) {
                check(check);
            } else if (action instanceof Action.Soak soak) {
                soak(soak.cluster());
            } else if (action instanceof Action.End end) {
                end(end.outcome());
            }
        }
        settle();
    }

    /** What follows from how it stands now, beside the orders. */
    private void settle() {
        boolean still = helm.state().paused() && helm.standsStill();
        if (still || !helm.state().paused()) {
            noted.complete(null);
            noted = new CompletableFuture<>();
        }
        if (still && helm.leaving()) {
            end(Outcome.OPEN);
        }
        if (helm.state().intent() != Intent.FORWARD) {
            checks.cancel();
        }
    }

    private void order(Station station, Goal goal, Orders orders) {
        String cluster = station.place().name();
        Standing standing = helm.state().standing(cluster);
        Stage stage = standing.stage();
        if (!(goal instanceof Goal.Hold)) {
            crew.narrator().begin(release, cluster, records.get(cluster));
        }
        if ((goal instanceof Goal.Grow || goal instanceof Goal.Promote) && started.add(cluster)) {
            String what = standing.desired() + " pods, " + station.place().brings(spec.change());
            String plan = Requests.label(helm.state().plan().hash());
            crew.narrator().say(Kind.CLUSTER_STARTED, cluster, 0, "its turn: " + what + ", plan " + plan);
        }
        if (goal instanceof Goal.Reserve) {
            stage = Stage.RESERVED;
        } else if (goal instanceof Goal.Pause && stage == Stage.UNTOUCHED) {
            stage = Stage.FORWARD;
        } else if (goal instanceof Goal.Grow grow && !orders.reverts().contains(cluster)) {
            stage = stage == Stage.UNTOUCHED || stage == Stage.RESERVED ? Stage.FORWARD : stage;
            boolean begins = !(station.goal() instanceof Goal.Grow before) || before.batch() != grow.batch();
            if (begins && standing.reached() < grow.batch()) {
                String to = "canary to " + grow.canary() + " of " + standing.desired() + " pods";
                int batch = grow.batch();
                crew.narrator().say(Kind.BATCH_STARTED, cluster, batch, "batch " + batch + ": " + to);
            }
            standing = standing.entered(grow.batch());
        } else if (goal instanceof Goal.Promote && stage != Stage.REGROWN) {
            stage = Stage.PROMOTING;
        } else if (goal instanceof Goal.Back) {
            stage = Stage.BACK;
        }
        helm.state(helm.state().with(standing.at(stage)));
        station.order(goal, orders.reverts().contains(cluster));
    }

    private void soak(String cluster) {
        boolean begins = soaks.begin(cluster, spec.soak(), () -> {
            if (!closed) {
                helm.state(helm.state().soakedNow(cluster));
                step();
            }
        });
        if (begins) {
            crew.narrator().say(Kind.SOAKING, cluster, 0, "watches it at full size for " + Words.of(spec.soak()));
        }
    }

    private void check(Action.Check check) {
        if (checks.running()) {
            return;
        }
        checks.begin(Results.report(release, helm.state(), check.wave(), stations), verdict -> {
            if (!closed) {
                helm.judged(check, verdict);
                step();
            }
        });
    }

    private void end(Outcome outcome) {
        if (closed) {
            return;
        }
        closed = true;
        noted.completeExceptionally(new Commands.Refused("release " + release + " has ended meanwhile: " + outcome));
        soaks.cancel();
        checks.cancel();
        ReleaseResult result =
                result(outcome, outcome == Outcome.RELEASED ? Results.released(stations) : helm.reason());
        crew.narrator().say(Kind.ENDED, "release " + release + ": " + outcome + Results.suffix(result.reason()));
        crew.narrator().flush().whenComplete((done, failure) -> crew.serial().execute(() -> {
            CompletableFuture<?>[] ends =
                    stations.values().stream().map(Station::end).toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(ends)
                    .whenComplete((all, failed) -> crew.serial().execute(() -> onEnd.accept(result)));
        }));
    }
}
