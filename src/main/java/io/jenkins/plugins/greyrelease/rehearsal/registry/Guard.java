package io.jenkins.plugins.greyrelease.rehearsal.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who may do what: accounts, and the token service as Harbor has it. A request without {@code Authorization} is sent to
 * the token service; one whose token is not good (any more), or does not reach far enough, is refused with a challenge
 * for Basic, as Harbor's is.
 *
 * <p>Not thread-safe: its registry sees to that.
 */
final class Guard {
    private static final String SERVICE = "harbor-registry";
    private static final Duration PROMISED = Duration.ofHours(1);

    private final StandInRegistry registry;
    private final Map<String, Account> accounts = new TreeMap<>();
    private final Map<String, Token> tokens = new HashMap<>();
    private boolean open;

    private record Token(Set<String> scopes, Duration issued) {}

    Guard(StandInRegistry registry) {
        this.registry = registry;
    }

    void add(Account account) {
        accounts.put(account.name(), account);
    }

    /** Lets everybody do everything. */
    void open() {
        open = true;
    }

    void forgetTokens() {
        tokens.clear();
    }

    /** Why a request may not do this in a repository; empty: it may. */
    Optional<HttpReply> refusal(HttpCall call, String repository, String action) {
        if (open || may(call, repository, action)) {
            return Optional.empty();
        }
        String scope = "repository:" + repository + ":" + (action.equals(Account.PULL) ? action : "pull,push");
        return Optional.of(refused(
                call,
                ",scope=\"" + scope + "\"",
                "unauthorized to access repository: " + repository + ", action: " + action));
    }

    /** Why a request may not even begin; empty: whoever sent it is known. */
    Optional<HttpReply> refusal(HttpCall call) {
        boolean known = basic(call).isPresent() || bearer(call).isPresent();
        return open || known ? Optional.empty() : Optional.of(refused(call, "", "unauthorized"));
    }

    /** Why a request may not do this in Harbor's own API, which knows no tokens; empty: it may. */
    Optional<HttpReply> apiRefusal(HttpCall call, String action) {
        if (open) {
            return Optional.empty();
        }
        Optional<Account> account = basic(call);
        if (account.isEmpty()) {
            return Optional.of(HttpReply.refusal(401, "UNAUTHORIZED", "unauthorized"));
        }
        return account.get().may().contains(action)
                ? Optional.empty()
                : Optional.of(HttpReply.refusal(403, "FORBIDDEN", "forbidden"));
    }

    private HttpReply refused(HttpCall call, String scope, String message) {
        String bearer = "Bearer realm=\"" + registry.url() + "/service/token\",service=\"" + SERVICE + "\"" + scope;
        return HttpReply.refusal(401, "UNAUTHORIZED", message)
                .with("Docker-Distribution-Api-Version", "registry/2.0")
                .with("WWW-Authenticate", call.header("Authorization").isPresent() ? "Basic realm=\"harbor\"" : bearer);
    }

    private boolean may(HttpCall call, String repository, String action) {
        Optional<Account> account = basic(call);
        return account.isPresent()
                ? account.get().may().contains(action)
                : bearer(call)
                        .filter(t -> t.scopes().contains(repository + ":" + action))
                        .isPresent();
    }

    private Optional<Account> basic(HttpCall call) {
        return credentials(call, "Basic ").flatMap(encoded -> {
            String[] both = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8).split(":", 2);
            return Optional.ofNullable(accounts.get(both[0]))
                    .filter(a -> both.length == 2 && a.secret().equals(both[1]));
        });
    }

    private Optional<Token> bearer(HttpCall call) {
        return credentials(call, "Bearer ")
                .map(tokens::get)
                .filter(t -> t.issued().plus(registry.faults().tokenLife()).compareTo(registry.elapsed()) > 0);
    }

    private static Optional<String> credentials(HttpCall call, String scheme) {
        return call.header("Authorization").filter(h -> h.startsWith(scheme)).map(h -> h.substring(scheme.length())
                .strip());
    }

    /** {@code GET /service/token}: a token for as much of the asked scopes as the account may do. */
    HttpReply token(HttpCall call) {
        Optional<Account> account = basic(call);
        if (account.isEmpty() && call.header("Authorization").isPresent()) {
            return HttpReply.refusal(401, "UNAUTHORIZED", "unauthorized");
        }
        Set<String> granted = new HashSet<>();
        for (String scope : String.join(" ", call.queried("scope")).split(" ")) {
            String[] parts = scope.split(":");
            if (parts.length == 3 && parts[0].equals("repository")) {
                for (String action : parts[2].split(",")) {
                    if (account.filter(a -> a.may().contains(action)).isPresent()) {
                        granted.add(parts[1] + ":" + action);
                    }
                }
            }
        }
        String name = "token-" + registry.nextId();
        tokens.put(name, new Token(granted, registry.elapsed()));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("token", name).put("access_token", "").put("expires_in", PROMISED.toSeconds());
        answer.put("issued_at", registry.now().toString());
        return HttpReply.json(200, answer);
    }
}
