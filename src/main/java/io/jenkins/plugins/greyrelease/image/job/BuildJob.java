package io.jenkins.plugins.greyrelease.image.job;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.greyrelease.image.build.BuildFailure;
import io.jenkins.plugins.greyrelease.image.build.Workbench;
import io.jenkins.plugins.greyrelease.image.job.JobState.Failed;
import io.jenkins.plugins.greyrelease.image.job.JobState.Hope;
import io.jenkins.plugins.greyrelease.image.job.JobState.Runs;
import io.jenkins.plugins.greyrelease.image.job.JobState.Succeeded;
import io.jenkins.plugins.greyrelease.image.job.JobState.Waits;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One Job from its beginning to its end, or from wherever a process that was restarted finds it. However it ends, it is
 * deleted in the end, and all that belongs to it.
 *
 * <p>Thread-safe; nothing blocks.
 */
final class BuildJob {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** What is left of a log when its container has ended is there at once, or its node is in trouble. */
    private static final Duration REST_OF_LOG = Duration.ofSeconds(20);

    /** How long a pull may fail, with messages that change from try to try: registries are restarted, and limits pass. */
    private static final Duration SOME_TIME = Duration.ofMinutes(3);

    /** The cluster itself ends a Job in time; whoever hears nothing of that hears nothing of it at all. */
    private static final Duration UNHEARD = Duration.ofMinutes(10);

    private final Site site;
    private final Workbench bench;
    private final BuildOrder order;
    private final String name;
    private final JobMaker maker;
    private final LogFollower log;
    private final JobWatch watch;
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private volatile String doing = "asks for the Job";
    private volatile String told = "";
    private volatile boolean there;
    private Scheduler.Timer impatient = () -> {};
    private Scheduler.Timer unheard = () -> {};

    BuildJob(Site site, Workbench bench, BuildOrder order) {
        this.site = site;
        this.bench = bench;
        this.order = order;
        this.name = order.name();
        this.maker = new JobMaker(site, order, new Patience(site.scheduler(), () -> !ending.get()));
        this.log = new LogFollower(site.member().cluster(), site.scheduler(), order.redaction(), bench.log());
        this.watch = new JobWatch(site, name, new Looking());
    }

    String status() {
        return doing;
    }

    /** {@code job/grey-build-… in image-builds at build-a}. */
    String place() {
        return Kind.JOB.named(name) + " in " + namespace() + " of cluster "
                + site.member().name();
    }

    /**
     * Builds.
     *
     * @return what the container left: the image's digest. Fails with a {@link BuildFailure} that says why not
     */
    CompletableFuture<String> run() {
        bench.halt()
                .onStop(() -> fail("stopped by " + bench.halt().by().orElse("somebody") + "; " + place()
                        + " is deleted, and no tag was set"));
        begin();
        return end;
    }

    private void begin() {
        if (ending.get()) {
            return;
        }
        maker.find().whenComplete((found, failure) -> {
            if (failure != null) {
                fail(failure);
            } else if (found.isEmpty()) {
                create();
            } else if (found.get().getMetadata().getDeletionTimestamp() != null) {
                // of an attempt before, whose end is not far
                site.scheduler().after(PAUSE, this::begin);
            } else {
                bench.log()
                        .accept("goes on with " + place() + ", which is there already; its log is shown from its"
                                + " beginning");
                furnish(found.get());
            }
        });
    }

    private void create() {
        maker.sweep().whenComplete((swept, failure) -> {
            // who may not even look is told so by the checks
            if (failure == null && swept > 0) {
                bench.log()
                        .accept("deleted what was left behind of " + swept
                                + " builds that were begun more than a day ago");
            }
            createNow();
        });
    }

    private void createNow() {
        doing = "looks whether " + site.member().name() + " can build";
        maker.create().whenComplete((job, failure) -> {
            if (failure != null) {
                fail(failure);
            } else {
                bench.log()
                        .accept("builds with " + place() + " (" + order.where().image() + ")");
                furnish(job);
            }
        });
    }

    private void furnish(Job job) {
        there = true;
        if (ending.get()) {
            // stopped while the answer was under way
            maker.delete();
            return;
        }
        doing = "sends the files of the build to " + place();
        maker.furnish(job).whenComplete((done, failure) -> {
            if (failure != null) {
                fail(failure);
            } else if (!ending.get()) {
                doing = "waits for " + place() + " to begin";
                unheard = site.scheduler()
                        .after(
                                order.where().timeout().plus(UNHEARD),
                                () -> fail(
                                        place() + " has not been heard of for longer than its 'timeout'; look whether"
                                                + " the cluster answers"));
                watch.open(job);
            }
        });
    }

    /** What the cluster shows. */
    private final class Looking implements JobWatch.Listener {
        @Override
        public void stands(JobState state) {
            if (ending.get()) {
                return;
            }
            if (state instanceof Waits waits) {
                waits(waits);
            } else if (state instanceof Runs runs) {
                say("");
                impatient.cancel();
                doing = "builds in " + place();
                log.begin(namespace(), runs.pod());
            } else if (state instanceof Succeeded succeeded) {
                read(succeeded.pod(), () -> succeed(succeeded.message()));
            } else if (state instanceof Failed failed) {
                read(failed.pod(), () -> fail(place() + " failed: " + failed.why() + lastLines()));
            }
        }

        @Override
        public void gone() {
            fail("somebody deleted " + place() + " while it was building; run it again");
        }

        @Override
        public void trouble(KubeException why) {
            say("waits for cluster " + site.member().name() + ": " + why.getMessage());
        }
    }

    private void waits(Waits waits) {
        boolean news = say(waits.why().isEmpty() ? "" : "the build waits: " + waits.why());
        if (waits.hope() == Hope.NO) {
            fail(place() + " cannot begin: " + waits.why());
        } else if (news) {
            impatient.cancel();
            impatient = waits.hope() == Hope.BRIEFLY
                    ? site.scheduler().after(SOME_TIME, () -> fail(place() + " cannot begin: " + waits.why()))
                    : () -> {};
        }
    }

    /** Each thing once, until it is another one; whether it is. */
    private boolean say(String news) {
        if (news.equals(told)) {
            return false;
        }
        told = news;
        if (!news.isEmpty()) {
            bench.log().accept(news);
            doing = news;
        }
        return true;
    }

    /** Reads the log to its end, but not for ever. */
    private void read(String pod, Runnable then) {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        if (!pod.isEmpty()) {
            log.begin(namespace(), pod);
        }
        AtomicBoolean done = new AtomicBoolean();
        Runnable once = () -> {
            if (done.compareAndSet(false, true)) {
                then.run();
            }
        };
        Scheduler.Timer limit = site.scheduler().after(REST_OF_LOG, once);
        log.end().whenComplete((read, failure) -> {
            limit.cancel();
            site.scheduler().execute(once);
        });
    }

    private String lastLines() {
        return log.tail().isEmpty() ? "" : "\nits last lines:\n  " + String.join("\n  ", log.tail());
    }

    private void succeed(String message) {
        leave();
        end.complete(message);
    }

    private void fail(Throwable failure) {
        Throwable cause = Patience.cause(failure);
        fail(cause instanceof BuildFailure ? cause.getMessage() : place() + ": " + cause.getMessage());
    }

    private void fail(String why) {
        if (end.isDone()) {
            return;
        }
        ending.set(true);
        leave();
        delete().whenComplete((done, failure) -> end.completeExceptionally(new BuildFailure(
                failure == null || !there
                        ? why
                        : why + "\n(" + place() + " is left behind: " + failure.getMessage() + ")")));
    }

    private void leave() {
        impatient.cancel();
        unheard.cancel();
        log.close();
        watch.close();
    }

    /** Deletes it, and so all that belongs to it; one that is not there is as good. */
    CompletableFuture<Void> delete() {
        return maker.delete();
    }

    private String namespace() {
        return order.where().namespace();
    }
}
