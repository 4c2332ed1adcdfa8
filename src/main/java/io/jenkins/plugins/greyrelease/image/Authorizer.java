package io.jenkins.plugins.greyrelease.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.greyrelease.http.Caller;
import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.http.HttpFailure.Reason;
import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.Reply;
import io.jenkins.plugins.greyrelease.runtime.Redaction;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Who we are at one registry: user and password with each request, or a token for each scope, kept until shortly before
 * its end and fetched again when it is refused. The first answer of the registry says which.
 *
 * <p>Thread-safe. Several calls that need the same token wait for one.
 */
final class Authorizer {
    /** What the token specification takes where a token does not say how long it is good for. */
    private static final long USUAL_SECONDS = 60;

    private static final Duration SPARE = Duration.ofSeconds(10);

    private final Caller caller;
    private final boolean secure;
    private final Supplier<Login> login;
    private final Map<Scope, CompletableFuture<Token>> tokens = new HashMap<>();
    private Optional<Challenge> known = Optional.empty();

    /**
     * @param secure whether the registry is reached by https, so that the token server has to be as well
     * @param login asked for each token, so that what is rotated is taken up
     */
    Authorizer(Caller caller, boolean secure, Supplier<Login> login) {
        this.caller = caller;
        this.secure = secure;
        this.login = login;
    }

    private record Token(String header, Duration goodUntil) {
        @Override
        public String toString() {
            return "a token";
        }
    }

    /** Whether we are nobody in particular. */
    boolean anonymous() {
        return current() instanceof Login.Anonymous;
    }

    /** The header to send; empty as long as the registry has not asked for one. */
    CompletableFuture<Optional<String>> header(Scope scope) {
        Optional<Challenge> challenge;
        synchronized (tokens) {
            challenge = known;
        }
        Login current;
        try {
            current = current();
        } catch (HttpFailure e) {
            return CompletableFuture.failedFuture(e);
        }
        if (challenge.isEmpty() && !(current instanceof Login.Bearer)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (current instanceof Login.Bearer || !challenge.get().bearer()) {
            return CompletableFuture.completedFuture(current.header());
        }
        return token(scope, challenge.get(), current).thenApply(token -> Optional.of(token.header));
    }

    /**
     * The header to send after a refusal.
     *
     * @param used what was sent
     * @return empty if there is nothing better to send
     */
    CompletableFuture<Optional<String>> afterRefusal(Scope scope, List<String> challenges, Optional<String> used) {
        synchronized (tokens) {
            // Harbor offers tokens to those that come without one only: who was refused once with a token hears 'Basic'
            known = known.filter(Challenge::bearer).or(() -> Challenge.of(challenges));
            if (known.isEmpty()) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            CompletableFuture<Token> kept = tokens.get(scope);
            if (kept != null
                    && kept.isDone()
                    && !kept.isCompletedExceptionally()
                    && used.equals(Optional.of(kept.join().header))) {
                tokens.remove(scope);
            }
        }
        return header(scope).thenApply(fresh -> fresh.equals(used) ? Optional.empty() : fresh);
    }

    /** Who to be; what keeps credentials may say that they are gone. */
    private Login current() {
        try {
            return login.get();
        } catch (IllegalStateException e) {
            throw new HttpFailure(
                    caller.system(), "sign in", Reason.UNAUTHORIZED, 0, String.valueOf(e.getMessage()), "");
        }
    }

    private CompletableFuture<Token> token(Scope scope, Challenge challenge, Login current) {
        Duration now = caller.client().scheduler().elapsed();
        CompletableFuture<Token> fetched = new CompletableFuture<>();
        synchronized (tokens) {
            CompletableFuture<Token> kept = tokens.get(scope);
            if (kept != null && (!kept.isDone() || good(kept, now))) {
                return kept;
            }
            tokens.put(scope, fetched);
        }
        fetch(scope, challenge, current).whenComplete((token, failure) -> {
            if (failure == null) {
                fetched.complete(token);
            } else {
                fetched.completeExceptionally(failure);
            }
        });
        return fetched;
    }

    private static boolean good(CompletableFuture<Token> token, Duration now) {
        return !token.isCompletedExceptionally() && token.join().goodUntil.compareTo(now) > 0;
    }

    private CompletableFuture<Token> fetch(Scope scope, Challenge challenge, Login current) {
        String doing = "get a token to " + scope.shown();
        URI realm = realm(scope, challenge);
        if (realm == null || secure && !"https".equals(realm.getScheme())) {
            return CompletableFuture.failedFuture(new HttpFailure(
                    caller.system(),
                    doing,
                    Reason.UNEXPECTED,
                    0,
                    "it sends us for tokens to '" + quiet(challenge.realm(), current) + "'",
                    "no password is sent there: it is not https; correct the external address of the registry"));
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(realm).GET();
        current.header().ifPresent(header -> request.header("Authorization", header));
        return caller.send(doing, request.build()).thenApply(this::token);
    }

    /** Registries repeat what they were sent even here. */
    private static String quiet(String realm, Login login) {
        return Redaction.of(login.header().stream().toList()).apply(realm);
    }

    private static URI realm(Scope scope, Challenge challenge) {
        StringBuilder address = new StringBuilder(challenge.realm());
        address.append(challenge.realm().indexOf('?') < 0 ? '?' : '&').append("service=");
        address.append(URLEncoder.encode(challenge.service(), StandardCharsets.UTF_8));
        scope.words()
                .forEach(each -> address.append("&scope=").append(URLEncoder.encode(each, StandardCharsets.UTF_8)));
        try {
            URI uri = URI.create(address.toString());
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            return web && uri.getHost() != null ? uri : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private Token token(Reply reply) {
        JsonNode answer = reply.json();
        String token = answer.path("token").asText(answer.path("access_token").asText(""));
        if (token.isEmpty()) {
            throw reply.unexpected("the answer has no token");
        }
        long seconds = Math.max(USUAL_SECONDS, answer.path("expires_in").asLong(USUAL_SECONDS));
        Duration now = caller.client().scheduler().elapsed();
        return new Token("Bearer " + token, now.plusSeconds(seconds).minus(SPARE));
    }
}
