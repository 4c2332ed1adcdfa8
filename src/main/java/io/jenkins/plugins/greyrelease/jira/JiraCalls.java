package io.jenkins.plugins.greyrelease.jira;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.greyrelease.http.Caller;
import io.jenkins.plugins.greyrelease.http.GeneratedTransport;
import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.http.HttpFailure.Reason;
import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.jira.api.ApiClient;
import io.jenkins.plugins.greyrelease.jira.api.ApiException;
import io.jenkins.plugins.greyrelease.jira.api.IssueApi;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Calls of the generated client. Thread-safe; none blocks, and each fails with {@link HttpFailure}. */
final class JiraCalls {
    private static final ObjectMapper MAPPER = ApiClient.createDefaultObjectMapper();

    private final String url;
    private final Supplier<Login> login;
    private final Caller caller;

    /** One call of the generated client. */
    @FunctionalInterface
    interface Call<T> {
        CompletableFuture<T> from(IssueApi api) throws ApiException;
    }

    /** @param url of the server, without a slash at its end */
    JiraCalls(String url, Supplier<Login> login, Caller caller) {
        this.url = url;
        this.login = login;
        this.caller = caller;
    }

    Scheduler scheduler() {
        return caller.client().scheduler();
    }

    /**
     * Makes one. What the generated client says about an answer it cannot read becomes our kind of error.
     *
     * @param doing for messages, such as {@code read CHG-12}
     */
    <T> CompletableFuture<T> send(boolean cloud, String doing, Call<T> call) {
        CompletableFuture<T> answer;
        try {
            answer = call.from(new IssueApi(client(doing, cloud ? 3 : 2)));
        } catch (ApiException e) {
            answer = CompletableFuture.failedFuture(e);
        } catch (IllegalStateException e) {
            // the credentials cannot be had
            answer = CompletableFuture.failedFuture(
                    new HttpFailure(caller.system(), doing, Reason.UNAUTHORIZED, 0, e.getMessage(), ""));
        }
        return answer.exceptionally(failure -> {
            Throwable cause = cause(failure);
            if (cause instanceof HttpFailure known) {
                throw known;
            }
            // without the parser's own exception, which quotes the answer
            throw new HttpFailure(
                    caller.system(),
                    doing,
                    Reason.UNEXPECTED,
                    0,
                    "the answer is none of Jira's",
                    "is this the right address, or a proxy's page?");
        });
    }

    private ApiClient client(String doing, int version) {
        GeneratedTransport transport = new GeneratedTransport(caller, login, doing);
        return new ApiClient(null, MAPPER, url + "/rest/api/" + version) {
            @Override
            public HttpClient getHttpClient() {
                return transport;
            }
        };
    }

    /** What a future failed with. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
