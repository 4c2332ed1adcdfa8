package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.image.build.BuildFailure;
import io.jenkins.plugins.greyrelease.image.build.Built;
import io.jenkins.plugins.greyrelease.image.build.Halt;
import io.jenkins.plugins.greyrelease.image.build.Sizes;
import io.jenkins.plugins.greyrelease.image.build.Workbench;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;

/** The building of an image. Done again after a restart it ends the same. */
final class ImageRun implements ErrandRun {
    private final Host host;
    private final Function<Workbench, CompletableFuture<Work>> prepare;
    private final Halt halt = new Halt();
    private volatile Work work;

    /**
     * A build that is ready to begin.
     *
     * @param build begins it
     * @param status what it does now, in words
     */
    record Work(Supplier<CompletableFuture<Built>> build, Supplier<String> status) {}

    /** @param prepare reads what the build needs to begin */
    ImageRun(Host host, Function<Workbench, CompletableFuture<Work>> prepare) {
        this.host = host;
        this.prepare = prepare;
    }

    @Override
    public CompletableFuture<StepOutcome> start() {
        Workbench bench = new Workbench(host::base, host::layers, host::log, halt);
        CompletableFuture<Built> built;
        try {
            built = prepare.apply(bench).thenCompose(ready -> {
                work = ready;
                return ready.build().get();
            });
        } catch (BuildFailure e) {
            built = CompletableFuture.failedFuture(e);
        }
        return built.handleAsync(this::outcome, host.scheduler()::execute);
    }

    private StepOutcome outcome(Built built, Throwable failure) {
        if (failure == null) {
            host.log(built.image() + " is at its registry: " + Sizes.of(built.uploaded()) + " sent, "
                    + Sizes.of(built.kept()) + " were there");
            return new StepOutcome(Status.SUCCESS, "", built.image().toString());
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (halt.by().isPresent() && cause instanceof BuildFailure) {
            return new StepOutcome(Status.ABORTED, cause.getMessage(), Map.of());
        }
        throw new CompletionException(cause);
    }

    @Override
    public void stop(String by) {
        halt.stop(by);
    }

    @Override
    public String status() {
        Work begun = work;
        return begun == null ? "reads what to build" : begun.status().get();
    }
}
