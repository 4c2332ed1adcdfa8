package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.disruption.BudgetRepair;
import io.jenkins.plugins.greyrelease.disruption.BudgetReview;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.runtime.Serial;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * {@code pdbGuard}: reads all clusters; with {@code fix} tries out every repair in all of them and, only if all are good,
 * does them one after the other; then says what is left.
 *
 * <p>Threads: everything happens one after the other on the host's threads.
 */
final class PdbGuardRun implements ErrandRun {
    /** A repair that found the cluster changed, or in trouble, is planned anew this often. */
    private static final int TRIES = 5;

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Host host;
    private final PdbGuardArgs args;
    private final List<BudgetClerk> clerks;
    private final Serial serial;
    private final CompletableFuture<StepOutcome> outcome = new CompletableFuture<>();
    private final Map<String, BudgetReview> reviews = new LinkedHashMap<>();
    private final Map<String, List<String>> done = new LinkedHashMap<>();
    private volatile String status = "about to begin";
    private volatile String stoppedBy;

    PdbGuardRun(Host host, PdbGuardArgs args, List<FleetMember> members) {
        this.host = host;
        this.args = args;
        this.clerks = members.stream()
                .map(member -> new BudgetClerk(member.cluster(), args))
                .toList();
        this.serial = new Serial(host.scheduler(), outcome::completeExceptionally);
    }

    @Override
    public CompletableFuture<StepOutcome> start() {
        serial.execute(this::read);
        return outcome;
    }

    @Override
    public void stop(String by) {
        stoppedBy = by;
    }

    @Override
    public String status() {
        return status;
    }

    private void read() {
        status = "reads the budgets of " + names();
        ask(clerks, BudgetClerk::review, this::found);
    }

    private void found(List<Reply<BudgetClerk, BudgetReview>> replies) {
        List<String> problems = problems(replies);
        replies.stream()
                .filter(reply -> reply.failure() == null)
                .forEach(reply -> reviews.put(reply.asked().name(), reply.answer()));
        reviews.forEach(this::logFindings);
        if (!problems.isEmpty()) {
            end(Status.FAILURE, String.join("\n", problems) + "\nnothing was changed");
        } else if (args.fix()) {
            tryOut();
        } else {
            judge();
        }
    }

    private void logFindings(String cluster, BudgetReview review) {
        host.log("[" + cluster + "] " + review.apps() + (review.apps() == 1 ? " Deployment" : " Deployments")
                + " looked at in namespace " + args.namespace() + ", "
                + (review.findings().isEmpty()
                        ? "nothing found"
                        : review.findings().size() + " found"));
        review.findings()
                .forEach(finding -> host.log("[" + cluster + "] "
                        + finding.flaw().name().toLowerCase(Locale.ROOT) + ": " + finding.words()));
    }

    /** A repair to be done in a cluster. */
    private record Job(BudgetClerk clerk, BudgetRepair repair) {}

    private void tryOut() {
        List<Job> jobs = clerks.stream().flatMap(clerk -> jobs(clerk).stream()).toList();
        status = "tries out " + jobs.size() + " changes in " + names();
        ask(jobs, job -> job.clerk().tryOut(job.repair()), this::triedOut);
    }

    private void triedOut(List<Reply<Job, Void>> replies) {
        List<String> problems = problems(replies);
        if (problems.isEmpty()) {
            fix(clerks, 1);
        } else {
            end(Status.REFUSED, String.join("\n", problems) + "\nnothing was changed");
        }
    }

    private List<Job> jobs(BudgetClerk clerk) {
        return reviews.get(clerk.name()).repairs().stream()
                .map(repair -> new Job(clerk, repair))
                .toList();
    }

    private void fix(List<BudgetClerk> left, int attempt) {
        if (left.isEmpty()) {
            judge();
        } else {
            status = "changes budgets in " + left.get(0).name();
            fix(left, attempt, jobs(left.get(0)));
        }
    }

    private void fix(List<BudgetClerk> left, int attempt, List<Job> jobs) {
        if (jobs.isEmpty()) {
            fix(left.subList(1, left.size()), 1);
        } else {
            ask(List.of(jobs.get(0)), job -> job.clerk().repair(job.repair()), replies -> {
                if (replies.get(0).failure() == null) {
                    done(jobs.get(0));
                    fix(left, attempt, jobs.subList(1, jobs.size()));
                } else {
                    retry(left, attempt, replies.get(0).failure());
                }
            });
        }
    }

    /** Whatever came back: look again, plan again. */
    private void retry(List<BudgetClerk> left, int attempt, Throwable failure) {
        if (attempt < TRIES && failure instanceof KubeException kube && again(kube)) {
            host.log("[" + left.get(0).name() + "] looks again: " + kube.getMessage());
            host.scheduler().after(PAUSE, () -> serial.execute(() -> again(left, attempt + 1)));
        } else {
            end(Status.FAILURE, failure.getMessage() + "\n" + sofar());
        }
    }

    private static boolean again(KubeException failure) {
        return failure.passing()
                || failure.reason() == KubeException.Reason.ALREADY_EXISTS
                || failure.reason() == KubeException.Reason.NOT_FOUND;
    }

    private void done(Job job) {
        String cluster = job.clerk().name();
        String line = "PodDisruptionBudget/" + job.repair().name() + " "
                + job.repair().words();
        host.log("[" + cluster + "] " + line);
        done.computeIfAbsent(cluster, name -> new ArrayList<>()).add(line);
    }

    private void again(List<BudgetClerk> left, int attempt) {
        ask(List.of(left.get(0)), BudgetClerk::review, replies -> {
            if (replies.get(0).failure() == null) {
                reviews.put(left.get(0).name(), replies.get(0).answer());
                fix(left, attempt);
            } else {
                retry(left, attempt, replies.get(0).failure());
            }
        });
    }

    private String sofar() {
        int changes = done.values().stream().mapToInt(List::size).sum();
        return changes == 0
                ? "nothing was changed"
                : changes + (changes == 1 ? " change was" : " changes were")
                        + " made before that; running the step again goes on";
    }

    private void judge() {
        List<String> failing = PdbGuardReport.failing(args, reviews);
        end(failing.isEmpty() ? Status.SUCCESS : Status.FAILURE, PdbGuardReport.sentence(failing));
    }

    private void end(Status end, String message) {
        outcome.complete(new StepOutcome(end, message, PdbGuardReport.map(args, reviews, done)));
    }

    private String names() {
        return clerks.size() == 1 ? clerks.get(0).name() : clerks.size() + " clusters";
    }

    /** What came of a call: an answer or a failure. */
    private record Reply<A, T>(A asked, T answer, Throwable failure) {}

    /** Makes all calls at once and goes on when all have come back; after a stop it neither begins nor goes on. */
    private <A, T> void ask(List<A> all, Function<A, CompletableFuture<T>> call, Consumer<List<Reply<A, T>>> next) {
        if (isStopped()) {
            return;
        }
        List<CompletableFuture<Reply<A, T>>> replies = all.stream()
                .map(each -> call.apply(each).handle((answer, failure) -> new Reply<>(each, answer, cause(failure))))
                .toList();
        CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))
                .whenComplete((nothing, none) -> serial.execute(() -> next.accept(
                        replies.stream().map(CompletableFuture::join).toList())));
    }

    private static List<String> problems(List<? extends Reply<?, ?>> replies) {
        return replies.stream()
                .filter(reply -> reply.failure() != null)
                .map(reply -> reply.failure().getMessage())
                .toList();
    }

    private boolean isStopped() {
        if (stoppedBy != null) {
            end(Status.ABORTED, "stopped by " + stoppedBy + "; " + sofar());
        }
        return stoppedBy != null;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
