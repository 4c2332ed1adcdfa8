package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.runtime.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * One cluster of a release: takes its lease when there is something to do, and has a driver for as long as there is.
 *
 * <p>Threads: everything happens on the release's own executor.
 */
final class Station {
    private volatile Place place;
    private final ReleaseSpec spec;
    private final String release;
    private final String plan;
    private final Engine engine;
    private final Executor serial;
    private final Consumer<News> listener;
    private final Contact contact;
    private final Backoff backoff;
    private final Admission admission;
    private volatile Move told;
    private volatile LeaseKeeper lease;
    private volatile ClusterDriver driver;
    private volatile Goal goal = new Goal.Hold();
    private boolean revert;
    private boolean closed;
    private volatile int epoch;

    /** @param plan value of {@link Labels#PLAN} */
    Station(Place place, ReleaseSpec spec, String release, String plan, Engine engine, Inbox inbox) {
        this.place = place;
        this.spec = spec;
        this.release = release;
        this.plan = plan;
        this.engine = engine;
        this.serial = inbox.serial();
        this.listener = news -> inbox.listener().accept(place.name(), news);
        this.contact = new Contact(engine.scheduler(), serial, listener);
        this.backoff = new Backoff(engine.ids(), Duration.ofMillis(200), Duration.ofSeconds(30));
        this.admission = new Admission(place, spec, release, engine, serial, new Doorkeeper());
    }

    /** Where a station's news goes. */
    record Inbox(Executor serial, java.util.function.BiConsumer<String, News> listener) {}

    Place place() {
        return place;
    }

    Goal goal() {
        return goal;
    }

    boolean reverts() {
        return revert;
    }

    /** Says where to go; {@code toOld}: the goal is for the old template. */
    void order(Goal wanted, boolean toOld) {
        boolean turned = toOld != revert;
        if (wanted.equals(goal) && !turned) {
            return;
        }
        goal = wanted;
        revert = toOld;
        if (!place.refusal().isEmpty()) {
            told = null;
            admission.wanted(wanted);
        } else {
            go(turned);
        }
    }

    private void go(boolean turned) {
        if (turned && driver != null) {
            driver.close();
            driver = null;
        }
        if (driver != null) {
            driver.goal(goal);
        } else if (lease == null && !(goal instanceof Goal.Hold)) {
            lease = new LeaseKeeper(place.cluster(), spec, engine.holder() + "/" + release, engine, serial);
            lease.acquire(this::leaseChanged, this::leaseFailed).thenRun(this::readEpoch);
        } else if (epoch > 0) {
            drive();
        }
    }

    /** What becomes of a cluster that was refused at first. */
    private final class Doorkeeper implements Admission.Door {
        @Override
        public void opened(Place now) {
            if (closed) {
                return;
            }
            place = now;
            boolean stood = told instanceof Move.Stop;
            told = null;
            if (stood) {
                listener.accept(new News.Resumed());
            }
            if (now.already()) {
                listener.accept(new News.Settled(goal, new Move.Reached(Move.End.NEW, "the new version ran already")));
                return;
            }
            warn();
            listener.accept(new News.Wants(now.standing().desired()));
            if (lease == null) {
                go(false);
            }
        }

        @Override
        public void settled(Move move) {
            if (!closed && !move.equals(told)) {
                told = move;
                listener.accept(new News.Settled(goal, move));
            }
        }
    }

    /** Tells people what preflight could not find out and went on without. */
    void warn() {
        place.unproven().forEach(text -> listener.accept(new News.Wrote(ReleaseEvent.Kind.WARNING, text)));
    }

    /** What its label asked for was carried out, or refused. */
    void answered(String label) {
        if (driver != null) {
            driver.answered(label);
        }
    }

    /** A person says try again. */
    void retry() {
        if (driver != null) {
            driver.retry();
        }
    }

    /** Selects the canary's pods and no others, once they are there. */
    String canarySelector() {
        return driver == null ? "" : driver.canarySelector();
    }

    /** Pods as they were last seen; empty where nobody looked. To be asked on any thread. */
    Optional<Headcount> pods() {
        ClusterDriver drives = driver;
        return drives == null ? Optional.empty() : drives.pods();
    }

    /** In words; to be asked on any thread. */
    String status() {
        ClusterDriver drives = driver;
        if (drives != null) {
            return drives.status();
        }
        if (told instanceof Move.Stop stop) {
            return stop.why();
        }
        LeaseKeeper keeper = lease;
        String other = keeper == null ? "" : keeper.other();
        if (!other.isEmpty() && epoch == 0) {
            return "waiting until " + other + ", who drives the app's release, is seen to be gone";
        }
        return goal instanceof Goal.Hold ? "not its turn" : "taking its lease";
    }

    /** Writes no more, and says nothing. */
    void detach() {
        closed = true;
        contact.close();
        admission.close();
        if (driver != null) {
            driver.close();
        }
        if (lease != null) {
            lease.detach();
        }
    }

    /** Gives the lease back in the middle of the release, as far as the cluster answers. */
    CompletableFuture<Void> giveBack() {
        return lease == null ? CompletableFuture.completedFuture(null) : lease.giveUp();
    }

    /** Ends: gives the lease back. */
    CompletableFuture<Void> end() {
        LeaseKeeper mine = lease;
        detach();
        return mine == null
                ? new LeaseRemains(place.cluster(), spec, engine, serial)
                        .clear(holder -> holder.endsWith("/" + release))
                : mine.giveUp();
    }

    private void leaseChanged() {
        if (lease.fresh()) {
            contact.answered();
        }
        if (driver != null) {
            driver.look();
        }
    }

    private void leaseFailed(KubeException cause) {
        boolean away = cause.reason() == Reason.UNREACHABLE || cause.reason() == Reason.TIMEOUT;
        if (cause.reason() == Reason.FORBIDDEN || driver == null && away) {
            contact.failed(cause.getMessage());
        }
    }

    /** Whoever drives now says so with a number above the last one's; the decision writes it. */
    private void readEpoch() {
        place.cluster()
                .get(Kind.DEPLOYMENT, spec.namespace(), spec.app())
                .whenComplete((stable, failure) -> serial.execute(() -> {
                    if (closed || epoch > 0) {
                        return;
                    }
                    if (failure == null) {
                        contact.answered();
                        epoch = after(Optional.of(stable));
                        drive();
                        return;
                    }
                    KubeException cause = Calls.cause(place.name(), "read " + spec.app(), failure);
                    if (cause.reason() == Reason.NOT_FOUND) {
                        epoch = after(Optional.empty());
                        drive();
                        return;
                    }
                    contact.failed(cause.getMessage());
                    engine.scheduler().after(backoff.next(cause.retryAfter()), () -> serial.execute(this::readEpoch));
                }));
    }

    private int after(Optional<Deployment> stable) {
        return stable.filter(s -> release.equals(View.label(s, Labels.RELEASE)))
                        .map(s -> View.number(s, Labels.EPOCH, 0))
                        .orElse(0)
                + 1;
    }

    private void drive() {
        if (closed || driver != null) {
            return;
        }
        Optional<PodTemplateSpec> template = revert ? place.old() : place.fresh();
        if (template.isEmpty()) {
            listener.accept(new News.Settled(
                    goal,
                    new Move.Stop(
                            "no-template",
                            "the " + (revert ? "old" : "new") + " version of " + spec.app() + " in " + place.name()
                                    + " is not in the Deployment's history any more: release it by its image")));
            return;
        }
        Readiness.Limits limits = place.limits();
        Optional<PodTemplateSpec> runs = revert ? place.fresh() : place.old();
        Terms terms = new Terms(
                spec.app(),
                spec.namespace(),
                release,
                epoch,
                revert,
                TemplateHash.withoutHash(template.get()),
                plan,
                limits.surge(),
                limits.fenceposts(),
                limits.minReady(),
                spec.progressDeadline(),
                limits.maxReplicas(),
                runs.map(TemplateHash::of).orElse(""));
        driver = new ClusterDriver(place, lease, terms, new ClusterDriver.Setting(engine, serial, listener));
        driver.goal(goal);
    }
}
