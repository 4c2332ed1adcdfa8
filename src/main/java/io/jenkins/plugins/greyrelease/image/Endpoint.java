package io.jenkins.plugins.greyrelease.image;

import io.jenkins.plugins.greyrelease.http.Caller;
import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.http.HttpFailure.Reason;
import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.Reply;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/** Requests to one registry, with what it takes to be let in. Thread-safe. */
final class Endpoint {
    private static final int UNAUTHORIZED = 401;

    private final URI base;
    private final Caller caller;
    private final Caller once;
    private final Authorizer authorizer;

    /**
     * @param base the registry's address, with or without a path
     * @param login asked for each token
     */
    Endpoint(URI base, Caller caller, Supplier<Login> login) {
        String text = base.toString();
        this.base = URI.create(text.endsWith("/") ? text : text + "/");
        this.caller = caller;
        this.once = new Caller(caller.system(), caller.client().once());
        this.authorizer = new Authorizer(caller, "https".equals(base.getScheme()), login);
    }

    Caller caller() {
        return caller;
    }

    Scheduler scheduler() {
        return caller.client().scheduler();
    }

    /** The address of something under {@code /v2/}. */
    URI uri(String path) {
        return base.resolve("v2/" + path);
    }

    /** Whether an address is the registry itself, so that it may see who we are. */
    boolean own(URI uri) {
        return base.getScheme().equals(uri.getScheme()) && base.getAuthority().equals(uri.getAuthority());
    }

    CompletableFuture<Reply> send(Scope scope, String doing, HttpRequest.Builder request, IntPredicate fine) {
        return authorized(scope, doing, request, ready -> caller.send(doing, ready, fine));
    }

    /** As above, for a request that adds to what was sent before: where it breaks off, it must not be sent again. */
    CompletableFuture<Reply> sendOnce(Scope scope, String doing, HttpRequest.Builder request, IntPredicate fine) {
        return authorized(scope, doing, request, ready -> once.send(doing, ready, fine));
    }

    /**
     * Sends a request as somebody: with a header when the registry wants one, once more with a new one when it is
     * refused. Other hosts never see the header.
     */
    <R> CompletableFuture<R> authorized(
            Scope scope, String doing, HttpRequest.Builder request, Function<HttpRequest, CompletableFuture<R>> call) {
        if (!own(request.copy().build().uri())) {
            return call.apply(request.build());
        }
        return authorizer
                .header(scope)
                .thenCompose(header -> call.apply(with(request, header))
                        .handle((answer, failure) -> failure == null
                                ? CompletableFuture.completedFuture(answer)
                                : again(scope, request, call, header, failure))
                        .thenCompose(Function.identity()))
                .exceptionally(failure -> {
                    throw new CompletionException(inWordsOf(scope, doing, failure));
                });
    }

    private <R> CompletableFuture<R> again(
            Scope scope,
            HttpRequest.Builder request,
            Function<HttpRequest, CompletableFuture<R>> call,
            Optional<String> used,
            Throwable failure) {
        HttpFailure refusal = HttpFailure.in(failure).orElse(null);
        if (refusal == null || refusal.status() != UNAUTHORIZED) {
            return CompletableFuture.failedFuture(failure);
        }
        return authorizer
                .afterRefusal(scope, refusal.challenges(), used)
                .thenCompose(fresh -> fresh.isEmpty()
                        ? CompletableFuture.failedFuture(refusal)
                        : call.apply(with(request, fresh)).exceptionally(second -> {
                            throw new CompletionException(HttpFailure.in(second)
                                    .map(each -> afterToken(each, fresh.get()))
                                    .orElse(second));
                        }));
    }

    /** Registries say 401, not 403, to a token that they gave just now where the account has no right. */
    private Throwable afterToken(HttpFailure refusal, String header) {
        return refusal.reason() == Reason.UNAUTHORIZED && header.startsWith("Bearer ")
                ? new HttpFailure(caller.system(), "", Reason.FORBIDDEN, refusal.status(), refusal.answer(), "")
                : refusal;
    }

    private Throwable inWordsOf(Scope scope, String doing, Throwable failure) {
        HttpFailure refusal = HttpFailure.in(failure).orElse(null);
        if (refusal == null || refusal.reason() != Reason.FORBIDDEN) {
            return refusal == null ? failure : refusal;
        }
        String advice = authorizer.anonymous()
                ? "configure credentials for " + caller.system() + " that may " + scope.shown()
                : "give the account that is configured for " + caller.system() + " the right to " + scope.shown();
        return new HttpFailure(caller.system(), doing, Reason.FORBIDDEN, refusal.status(), refusal.answer(), advice);
    }

    private static HttpRequest with(HttpRequest.Builder request, Optional<String> header) {
        HttpRequest.Builder copy = request.copy();
        header.ifPresent(value -> copy.setHeader("Authorization", value));
        return copy.build();
    }
}
