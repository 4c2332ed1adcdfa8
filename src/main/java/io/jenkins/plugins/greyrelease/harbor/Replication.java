package io.jenkins.plugins.greyrelease.harbor;

import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.http.HttpFailure.Reason;
import io.jenkins.plugins.greyrelease.runtime.Backoff;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One replication by Harbor, started and followed to its end. What Harbor says of it is told to people and otherwise not
 * believed: only whether the image is there counts, and that is asked of the destination each time.
 *
 * <p>Requests come every 1 to 15 seconds; no thread is held between them. Threads: the scheduler's; {@link #bring} is called
 * once, {@link #stop} from any thread.
 */
public final class Replication {
    private static final Duration SOONEST = Duration.ofSeconds(2);
    private static final Duration LATEST = Duration.ofSeconds(15);

    /** After its end was said, this often more is looked whether the image is there. */
    private static final int LOOKS_AFTER_THE_END = 4;

    private final Route route;
    private final String repository;
    private final Supplier<CompletableFuture<Boolean>> there;
    private final Consumer<String> log;
    private final Scheduler scheduler;
    private final Backoff backoff;
    private final CompletableFuture<End> end = new CompletableFuture<>();
    private Duration deadline;
    private String said = "";
    private int looksAfterTheEnd;
    private volatile boolean stopped;

    /** How it ended. */
    public sealed interface End {
        /**
         * The image is there.
         *
         * @param note what Harbor said, if that does not go with it; empty otherwise
         */
        record Arrived(String note) implements End {}

        /**
         * The image is not there.
         *
         * @param why what Harbor said, and what to do
         */
        record Missing(String why) implements End {}
    }

    /**
     * @param route whose policy is started
     * @param repository with its project
     * @param there asks the destination whether it has the image
     * @param log a line for people
     * @param ids the source of randomness for waits
     */
    public Replication(
            Route route, String repository, Supplier<CompletableFuture<Boolean>> there, Consumer<String> log, Ids ids) {
        this.route = route;
        this.repository = repository;
        this.there = there;
        this.log = log;
        this.scheduler = route.keeper().scheduler();
        this.backoff = new Backoff(ids, SOONEST, LATEST);
    }

    /**
     * Starts the policy and follows it.
     *
     * @param limit how long at most
     * @return fails only through a defect
     */
    public CompletableFuture<End> bring(Duration limit) {
        deadline = scheduler.elapsed().plus(limit);
        route.keeper().start(route.policy()).whenComplete((execution, failure) -> {
            if (failure == null) {
                log.accept(route.keeper().system() + " started replication policy '"
                        + route.policy().name() + "', execution " + execution);
                later(execution);
            } else {
                missing(words(failure));
            }
        });
        return end;
    }

    /** Asks no more; the execution goes on in Harbor, since it may bring other people's images too. */
    public void stop() {
        stopped = true;
    }

    private void later(long execution) {
        scheduler.after(backoff.next(), () -> look(execution));
    }

    private void look(long execution) {
        if (stopped) {
            missing("it is not followed any more; Harbor goes on with it");
            return;
        }
        there.get().whenComplete((is, failure) -> {
            if (failure == null && is) {
                arrived(execution);
            } else if (looksAfterTheEnd > 0) {
                again(execution, failure);
            } else {
                ask(execution);
            }
        });
    }

    private void ask(long execution) {
        Harbor harbor = route.keeper();
        harbor.progress(execution)
                .thenCombine(harbor.task(execution, repository), (progress, task) -> ended(progress, task))
                .whenComplete((ended, failure) -> {
                    if (failure != null && passing(failure)) {
                        tell(words(failure));
                    } else if (failure != null) {
                        said = gone(failure)
                                ? "execution " + execution + " is gone, its policy was deleted meanwhile"
                                : words(failure);
                        looksAfterTheEnd = 1;
                    } else if (ended) {
                        looksAfterTheEnd = 1;
                    }
                    next(execution);
                });
    }

    /** Where the execution goes on with other repositories, the task of this one may have ended. */
    private boolean ended(Progress progress, Optional<String> task) {
        tell("execution says " + progress);
        boolean over = task.filter(
                        is -> new Progress(is, "", 0, 0).ended() && !is.equals("Pending") && !is.equals("Initialized"))
                .isPresent();
        if (over && !progress.ended()) {
            tell("its task for " + repository + " says " + task.get());
        }
        return progress.ended() || over;
    }

    private void again(long execution, Throwable failure) {
        if (looksAfterTheEnd++ < LOOKS_AFTER_THE_END) {
            next(execution);
        } else {
            missing(failure == null ? "it is not there all the same" : words(failure));
        }
    }

    private void next(long execution) {
        if (scheduler.elapsed().compareTo(deadline) < 0) {
            later(execution);
        } else {
            there.get().whenComplete((is, failure) -> {
                if (failure == null && is) {
                    arrived(execution);
                } else {
                    missing("the time is up; Harbor goes on with it, if it does");
                }
            });
        }
    }

    /** What the execution says now is told only if it is anything but that it succeeded. */
    private void arrived(long execution) {
        route.keeper().progress(execution).whenComplete((progress, failure) -> {
            String says = failure == null ? "its execution says " + progress : words(failure);
            boolean agrees = failure == null && progress.status().equals("Succeed");
            end.complete(new End.Arrived(agrees ? "" : says));
        });
    }

    private void missing(String why) {
        String by = "replication policy '" + route.policy().name() + "' of "
                + route.keeper().system();
        end.complete(new End.Missing(by + " did not bring it: " + (said.isEmpty() ? "" : said + "; ") + why));
    }

    /** Says what is new. */
    private void tell(String what) {
        if (!what.equals(said)) {
            said = what;
            log.accept(what);
        }
    }

    private static boolean passing(Throwable failure) {
        return Harbor.cause(failure) instanceof HttpFailure known && known.passing();
    }

    private static boolean gone(Throwable failure) {
        return Harbor.cause(failure) instanceof HttpFailure known && known.reason() == Reason.NOT_FOUND;
    }

    private static String words(Throwable failure) {
        return String.valueOf(Harbor.cause(failure).getMessage());
    }
}
