package io.jenkins.plugins.greyrelease.harbor;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.greyrelease.harbor.api.ApiClient;
import io.jenkins.plugins.greyrelease.harbor.api.ApiException;
import io.jenkins.plugins.greyrelease.harbor.api.ArtifactApi;
import io.jenkins.plugins.greyrelease.harbor.api.ReplicationApi;
import io.jenkins.plugins.greyrelease.harbor.api.model.StartReplication;
import io.jenkins.plugins.greyrelease.http.Caller;
import io.jenkins.plugins.greyrelease.http.GeneratedTransport;
import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Harbor's own API at one registry, as far as it is used. Robot accounts log in with name and secret, at each call.
 *
 * <p>Futures fail with {@link HttpFailure} and end on the client's threads. Thread-safe.
 */
public final class Harbor {
    private static final int PAGE = 100;
    private static final int MOST_PAGES = 100;
    private static final String REPORTS = "application/vnd.security.vulnerability.report; version=1.1,"
            + " application/vnd.scanner.adapter.vuln.report.harbor+json; version=1.0";
    private static final ObjectMapper MAPPER = ApiClient.createDefaultObjectMapper();

    private final URI url;
    private final Supplier<Login> login;
    private final Caller caller;

    /** One call of the generated client. */
    @FunctionalInterface
    private interface Call<T> {
        CompletableFuture<T> from(ApiClient client) throws ApiException;
    }

    /**
     * @param name the registry is configured by
     * @param url its address, such as {@code https://harbor.example}
     * @param login who to be there, asked for at each call; does not block for long
     * @param client sends
     */
    public Harbor(String name, URI url, Supplier<Login> login, PatientClient client) {
        this.url = url;
        this.login = login;
        this.caller = new Caller("registry " + name, client);
    }

    /** The name in messages. */
    String system() {
        return caller.system();
    }

    /** Its address. */
    String url() {
        return url.toString();
    }

    /** Where time comes from. */
    Scheduler scheduler() {
        return caller.client().scheduler();
    }

    /** All replication policies. */
    CompletableFuture<List<Policy>> policies() {
        return pages(
                        "list replication policies",
                        (client, page) -> call(client, c -> new ReplicationApi(c).listPolicies(page, PAGE)))
                .thenApply(all -> all.stream().map(Answers::policy).toList());
    }

    /** Starts a policy: its execution's number. */
    CompletableFuture<Long> start(Policy policy) {
        ApiClient client = client("start replication policy '" + policy.name() + "'");
        StartReplication which = new StartReplication().policyId(policy.id());
        return call(client, c -> new ReplicationApi(c).startReplicationWithHttpInfo(which))
                .thenApply(answer -> Answers.number(answer.getHeaders(), system()));
    }

    /** How far an execution says it is. */
    CompletableFuture<Progress> progress(long execution) {
        return call(client("look at replication execution " + execution), c -> new ReplicationApi(c)
                        .getExecution(execution))
                .thenApply(Answers::progress);
    }

    /** Status of the task that brings a repository; empty: there is no such task (yet). */
    CompletableFuture<Optional<String>> task(long execution, String repository) {
        return pages(
                        "list the tasks of replication execution " + execution,
                        (client, page) -> call(client, c -> new ReplicationApi(c).listTasks(execution, page, PAGE)))
                .thenApply(all -> Answers.task(all, repository));
    }

    /** Stops an execution. */
    CompletableFuture<Void> stop(long execution) {
        return call(
                client("stop replication execution " + execution), c -> new ReplicationApi(c).stopExecution(execution));
    }

    /** The tags of an image. */
    CompletableFuture<List<String>> tags(String repository, String digest) {
        String[] at = project(repository);
        return call(client("look for the tags of " + repository + "@" + digest), c -> new ArtifactApi(c)
                        .getArtifact(at[0], at[1], digest, true, false, null))
                .thenApply(Answers::tags);
    }

    /** What is known of a scan of an image; empty: it was never scanned. */
    CompletableFuture<Optional<Scan>> scan(String repository, String digest) {
        String[] at = project(repository);
        return call(client("look at the scan of " + repository + "@" + digest), c -> new ArtifactApi(c)
                        .getArtifact(at[0], at[1], digest, false, true, REPORTS))
                .thenApply(Answers::scan);
    }

    /** Begins a scan; one that is under way already is as good. */
    CompletableFuture<Void> beginScan(String repository, String digest) {
        String[] at = project(repository);
        return call(client("scan " + repository + "@" + digest), c -> new ArtifactApi(c)
                        .scanArtifact(at[0], at[1], digest))
                .exceptionally(failure -> {
                    if (cause(failure) instanceof HttpFailure refused
                            && refused.reason() == HttpFailure.Reason.CONFLICT) {
                        return null;
                    }
                    throw failure instanceof CompletionException known ? known : new CompletionException(failure);
                });
    }

    /** Harbor wants the slashes of a repository encoded twice; the generated client does so once. */
    private static String[] project(String repository) {
        int slash = repository.indexOf('/');
        return new String[] {
            repository.substring(0, Math.max(0, slash)),
            repository.substring(slash + 1).replace("/", "%2F")
        };
    }

    private <T> CompletableFuture<List<T>> pages(
            String doing, BiFunction<ApiClient, Integer, CompletableFuture<List<T>>> read) {
        return from(1, client(doing), read, new ArrayList<>());
    }

    private <T> CompletableFuture<List<T>> from(
            int page, ApiClient client, BiFunction<ApiClient, Integer, CompletableFuture<List<T>>> read, List<T> all) {
        return read.apply(client, page).thenCompose(some -> {
            all.addAll(some);
            return some.size() < PAGE || page == MOST_PAGES
                    ? CompletableFuture.completedFuture(all)
                    : from(page + 1, client, read, all);
        });
    }

    private ApiClient client(String doing) {
        GeneratedTransport transport = new GeneratedTransport(caller, login, doing);
        return new ApiClient(null, MAPPER, url.resolve("/api/v2.0").toString()) {
            @Override
            public HttpClient getHttpClient() {
                return transport;
            }
        };
    }

    /** What the generated client says about an answer it cannot read becomes our kind of error. */
    private <T> CompletableFuture<T> call(ApiClient client, Call<T> call) {
        CompletableFuture<T> answer;
        try {
            answer = call.from(client);
        } catch (ApiException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.exceptionally(failure -> {
            Throwable cause = cause(failure);
            throw cause instanceof HttpFailure known ? known : Answers.unreadable(system());
        });
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
