package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.Informers;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Carries out releases, many at once, on the threads of one scheduler. Thread-safe. */
public final class Rollouts implements Releases {
    private final Engine engine;
    private final Map<String, ReleaseActor> running = new TreeMap<>();

    /**
     * @param fleets the clusters as they are configured now; a release asks when it begins
     * @param registries likewise, those that images may come from
     * @param holder names this process in leases: controller URL and run; a nonce is added
     */
    public Rollouts(
            Supplier<Fleet> fleets, Supplier<Registries> registries, Scheduler scheduler, Ids ids, String holder) {
        this.engine = new Engine(
                fleets, registries, scheduler, ids, new Informers(scheduler, ids), holder + "/" + ids.next(8));
    }

    /** Without registries: images go by what is written. */
    public Rollouts(Supplier<Fleet> fleets, Scheduler scheduler, Ids ids, String holder) {
        this(fleets, () -> Registries.NONE, scheduler, ids, holder);
    }

    @Override
    public Release start(ReleaseSpec spec, ReleaseHooks hooks, IfBusy ifBusy) {
        ReleaseActor actor = new ReleaseActor(engine, spec, hooks);
        ReleaseActor before;
        boolean same;
        synchronized (running) {
            before = running.get(key(spec));
            same = before != null && before.isSameAs(spec);
            if (before == null || ifBusy == IfBusy.SUPERSEDE && !same) {
                running.put(key(spec), actor);
            }
        }
        if (same) {
            actor.refuse("this very release " + before.id() + " of " + spec.app() + " in namespace " + spec.namespace()
                    + " is under way in this process: same version, same plan. Wait for its end, or roll it back");
        } else if (before == null) {
            actor.result().thenRun(() -> forget(spec, actor));
            actor.start(choice(ifBusy));
        } else if (ifBusy == IfBusy.SUPERSEDE) {
            actor.result().thenRun(() -> forget(spec, actor));
            before.supersede();
            before.result().thenRun(() -> actor.start(choice(ifBusy)));
        } else {
            String id = before.id();
            actor.refuse((id.isEmpty() ? "a release" : "release " + id) + " of " + spec.app() + " in namespace "
                    + spec.namespace()
                    + " is under way in this process. Wait for its end, roll it back, or supersede it");
        }
        return actor;
    }

    /**
     * Takes back what is under way of an app, whatever it was asked for: told from the clusters alone.
     *
     * @param like how many pods may be missing or extra on the way; its app and namespace
     */
    public Release takeBack(ReleaseSpec like, ReleaseHooks hooks) {
        ReleaseActor actor = new ReleaseActor(engine, like, hooks);
        boolean busy;
        synchronized (running) {
            busy = running.putIfAbsent(key(like), actor) != null;
        }
        if (busy) {
            actor.refuse("a release of " + like.app() + " in namespace " + like.namespace()
                    + " is under way in this process; roll that one back");
        } else {
            actor.result().thenRun(() -> forget(like, actor));
            actor.start(ReleaseActor.IfBusyChoice.TAKE_BACK);
        }
        return actor;
    }

    /** How many releases are under way. */
    public int running() {
        synchronized (running) {
            return running.size();
        }
    }

    private void forget(ReleaseSpec spec, ReleaseActor actor) {
        synchronized (running) {
            running.remove(key(spec), actor);
        }
    }

    private static ReleaseActor.IfBusyChoice choice(IfBusy ifBusy) {
        return ifBusy == IfBusy.SUPERSEDE ? ReleaseActor.IfBusyChoice.SUPERSEDE : ReleaseActor.IfBusyChoice.REFUSE;
    }

    private static String key(ReleaseSpec spec) {
        return spec.namespace() + "/" + spec.app();
    }
}
