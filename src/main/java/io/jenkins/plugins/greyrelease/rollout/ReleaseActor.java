package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.rollout.CourseState.Intent;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent.Kind;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture.Course;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import io.jenkins.plugins.greyrelease.runtime.Serial;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One release from preflight to end. Everything that concerns it happens one after another on its own serial executor;
 * no thread waits for it.
 */
final class ReleaseActor implements Release {
    /** Ten minutes of asking clusters that do not answer before a release has begun. */
    private static final int MOST_OPENINGS = 20;
    /** Why there is nothing to supersede. */
    private static final String GONE = "no release of the app is under way any more";

    private final Engine engine;
    private final ReleaseSpec spec;
    private final Narrator narrator;
    private final ReleaseHooks hooks;
    private final Serial serial;
    private final CompletableFuture<ReleaseResult> result = new CompletableFuture<>();
    private volatile String id = "";
    private volatile Voyage voyage;
    private volatile List<String> changes = List.of();
    private int opened;
    private boolean detached;
    private boolean superseded;
    private final EarlyOrders early;
    /** The release of before, while it is taken back. */
    private volatile ReleaseActor other;

    ReleaseActor(Engine engine, ReleaseSpec spec, ReleaseHooks hooks) {
        this.engine = engine;
        this.spec = spec;
        this.hooks = hooks;
        this.narrator = new Narrator(engine.scheduler(), hooks);
        this.early = new EarlyOrders(spec.app());
        this.serial = new Serial(engine.scheduler(), this::broken);
    }

    /** Begins; to be called once. */
    void start(IfBusyChoice choice) {
        serial.execute(() -> open(engine.ids().next(5), choice));
    }

    /** What to do about another release that is under way. */
    enum IfBusyChoice {
        REFUSE,
        SUPERSEDE,
        /** Go on with it whatever it is, and take it back. */
        TAKE_BACK
    }

    /** Whether it was asked for the same: version, clusters, plan and policy. */
    boolean isSameAs(ReleaseSpec asked) {
        return Requests.of(spec).hash().equals(Requests.of(asked).hash());
    }

    /** Ends at once: nothing was begun. */
    void refuse(String why) {
        serial.execute(() -> ended(Outcome.REFUSED, why));
    }

    /** A newer release of the app takes over: go back, and say so in the end. */
    void supersede() {
        serial.execute(() -> {
            superseded = true;
            command(Command.ROLL_BACK_NOW, "a newer release").whenComplete((answer, failure) -> {
                if (failure != null) {
                    narrator.say(Kind.PAUSED, "cannot be superseded now: " + failure.getMessage());
                }
            });
        });
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public CompletableFuture<ReleaseResult> result() {
        return result;
    }

    @Override
    public CompletableFuture<String> command(Command command, String by) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        serial.execute(() -> {
            if (result.isDone()) {
                answer.completeExceptionally(new Commands.Refused(Commands.ended(id, command)));
            } else if (voyage != null) {
                voyage.command(command, by, answer);
            } else {
                early.take(new EarlyOrders.Order(command, by), other != null, answer);
            }
        });
        return answer;
    }

    @Override
    public void approval(ApprovalNote note) {
        serial.execute(() -> {
            if (!result.isDone()) {
                narrator.approval(note);
            }
        });
    }

    @Override
    public List<String> changes() {
        return changes;
    }

    @Override
    public List<ReleaseEvent> soFar() {
        return narrator.soFar();
    }

    @Override
    public String status() {
        Voyage under = voyage;
        if (result.isDone()) {
            return "ended";
        }
        ReleaseActor before = other;
        if (before != null && under == null) {
            return "takes the release before it back\n" + before.status();
        }
        return under == null ? "preflight" : under.status();
    }

    @Override
    public ReleasePicture picture() {
        Voyage under = voyage;
        ReleaseActor before = other;
        boolean over = result.isDone();
        ReleasePicture now = under != null
                ? under.picture()
                : Painter.before(
                        spec,
                        Course.PREFLIGHT,
                        before == null
                                ? "preflight: every cluster is looked at before anything is changed"
                                : "takes the release before it back first: "
                                        + before.picture().state());
        return over ? Painter.ended(now, result.join()) : now;
    }

    @Override
    public CompletableFuture<Void> detach() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        serial.execute(() -> {
            detached = true;
            CompletableFuture<Void> given = voyage == null ? CompletableFuture.completedFuture(null) : voyage.letGo();
            CompletableFuture<Void> before = other == null ? CompletableFuture.completedFuture(null) : other.detach();
            ended(Outcome.OPEN, "this process lets go of it; run it again to go on");
            CompletableFuture.allOf(given, before).thenRun(() -> done.complete(null));
        });
        return done;
    }

    private void open(String newId, IfBusyChoice choice) {
        CompletableFuture<Opening.Result> opening = choice == IfBusyChoice.TAKE_BACK
                ? new Predecessor(engine, spec)
                        .find()
                        .thenApply(found -> found.orElseGet(() -> new Opening.Result.Refused(List.of(GONE))))
                : new Opening(engine, spec, newId).open();
        opening.whenComplete((opened, failure) -> serial.execute(() -> {
            if (detached) {
                return;
            }
            if (failure != null) {
                ended(Outcome.REFUSED, Calls.cause("", "preflight", failure).getMessage());
            } else {
                opened(opened, choice);
            }
        }));
    }

    private void opened(Opening.Result opened, IfBusyChoice choice) {
        if (opened instanceof Opening.Result.Refused refused) {
            LeaseRemains.sweep(spec, engine, serial)
                    .whenComplete((done, failure) ->
                            serial.execute(() -> ended(Outcome.REFUSED, String.join("\n", refused.problems()))));
        } else if (opened instanceof Opening.Result.Unanswered unanswered) {
            again(unanswered, choice);
        } else if (opened instanceof Opening.Result.Busy busy) {
            if (choice == IfBusyChoice.SUPERSEDE && !early.stopped()) {
                takeBack(busy.release());
            } else {
                ended(Outcome.REFUSED, String.join("\n", busy.problems()));
            }
        } else {
            begin((Opening.Result.Open) opened, choice);
        }
    }

    /** What is under way is waited for as long as it takes; what has not begun, only for a while. */
    private void again(Opening.Result.Unanswered unanswered, IfBusyChoice choice) {
        String problems = String.join("; ", unanswered.problems());
        if (early.stopped() && !unanswered.underWay()) {
            ended(Outcome.REFUSED, "stopped by " + early.by() + " before anything was changed");
            return;
        }
        if (!unanswered.underWay() && ++opened >= MOST_OPENINGS) {
            ended(
                    Outcome.REFUSED,
                    "not begun: asked " + MOST_OPENINGS + " times, and a cluster still does not answer as it should: "
                            + problems + ". Mend it or leave the cluster out, then run again");
            return;
        }
        narrator.say(
                Kind.UNREACHABLE,
                "release of " + spec.app() + " cannot begin or go on yet, not every cluster answers; tried again in "
                        + Contact.PATIENCE.toSeconds() + " s: " + problems);
        engine.scheduler()
                .after(
                        Contact.PATIENCE,
                        () -> serial.execute(() -> open(engine.ids().next(5), choice)));
    }

    private void begin(Opening.Result.Open open, IfBusyChoice choice) {
        if (early.stopped() && !open.attached()) {
            ended(Outcome.REFUSED, "stopped by " + early.by() + " before anything was changed");
            return;
        }
        id = open.release();
        changes = TemplateChanges.of(open.places().values());
        CourseState state = open.state();
        boolean waits = early.waits() && state.intent() != Intent.BACK;
        voyage = new Voyage(
                waits ? open.with(state.paused(new Pause(Pause.Cause.PERSON, early.by()))) : open,
                new Voyage.Crew(engine, serial, narrator, hooks),
                end -> result.complete(superseded && end.outcome() == Outcome.ROLLED_BACK ? end.superseded() : end));
        voyage.begin(
                choice == IfBusyChoice.TAKE_BACK
                        ? "superseded by a newer release"
                        : "it was going back already when this run began");
        early.stop().ifPresent(order -> voyage.command(order.command(), order.by(), new CompletableFuture<>()));
    }

    /** Another release of the app, that no run of this process drives, is taken back; then this one begins. */
    private void takeBack(String release) {
        narrator.say(
                Kind.SUPERSEDING,
                "release " + release + " of " + spec.app() + " is under way; it is superseded: taken back first");
        other = new ReleaseActor(engine, spec, new SupersededHooks(hooks));
        other.start(IfBusyChoice.TAKE_BACK);
        other.result()
                .thenAccept(end -> serial.execute(() -> {
                    other = null;
                    boolean gone =
                            end.outcome() == Outcome.REFUSED && end.reason().equals(GONE);
                    if (detached || result.isDone()) {
                        return;
                    }
                    if (early.stopped()) {
                        ended(Outcome.REFUSED, "stopped by " + early.by() + " before it began");
                    } else if (end.outcome() == Outcome.ROLLED_BACK || gone) {
                        open(engine.ids().next(5), IfBusyChoice.SUPERSEDE);
                    } else {
                        ended(Outcome.REFUSED, "release " + release + " could not be taken back: " + end.reason());
                    }
                }));
    }

    private void ended(Outcome outcome, String reason) {
        if (result.isDone()) {
            return;
        }
        if (voyage != null) {
            result.complete(voyage.result(outcome, reason));
            return;
        }
        narrator.say(Kind.ENDED, (outcome == Outcome.OPEN ? "left open: " : "refused: ") + reason);
        result.complete(new ReleaseResult(
                id, outcome, Requests.change(spec.change()), Requests.of(spec).hash(), List.of(), reason));
    }

    /** An error in this program: nothing more is written, the cluster keeps what it says, a new run goes on. */
    private void broken(RuntimeException error) {
        detached = true;
        if (voyage != null) {
            voyage.detach();
        }
        ended(Outcome.OPEN, "an error in the program stopped it: " + error + "; run it again to go on");
    }
}
