package io.jenkins.plugins.greyrelease.image;

import io.jenkins.plugins.greyrelease.image.CopyPlan.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Does the links of a plan, some at a time: each as soon as its registry has the image. One that fails takes those behind
 * it along, and no others.
 *
 * @param <R> what doing a link results in
 */
public final class Spreader<R> {
    private final CopyPlan plan;
    private final Limiter limiter;
    private final Function<Link, CompletableFuture<R>> work;

    /**
     * @param parallel how many links are done at the same time, 1 or more
     * @param work does one link; may fail
     */
    public Spreader(CopyPlan plan, int parallel, Function<Link, CompletableFuture<R>> work) {
        this.plan = plan;
        this.limiter = new Limiter(parallel);
        this.work = work;
    }

    /** Does all links; the outcomes are in the order of the plan. Never fails itself. */
    public CompletableFuture<List<Outcome<R>>> run() {
        Map<String, CompletableFuture<Outcome<R>>> byName = new HashMap<>();
        List<CompletableFuture<Outcome<R>>> all = new ArrayList<>();
        for (Link link : plan.links()) {
            CompletableFuture<Outcome<R>> before = byName.get(link.from());
            CompletableFuture<Outcome<R>> outcome =
                    before == null ? done(link) : before.thenCompose(first -> after(first, link));
            byName.put(link.to(), outcome);
            all.add(outcome);
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(ended -> all.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<Outcome<R>> after(Outcome<R> first, Link link) {
        if (first instanceof Outcome.Done) {
            return done(link);
        }
        String because = first instanceof Outcome.NotTried<R> notTried
                ? notTried.because()
                : first.link().to();
        return CompletableFuture.completedFuture(new Outcome.NotTried<>(link, because));
    }

    private CompletableFuture<Outcome<R>> done(Link link) {
        return limiter.run(() -> work.apply(link))
                .handle((result, failure) -> failure == null
                        ? new Outcome.Done<>(link, result)
                        : new Outcome.Failed<>(link, cause(failure)));
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
