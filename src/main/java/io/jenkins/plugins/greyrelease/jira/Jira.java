package io.jenkins.plugins.greyrelease.jira;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.greyrelease.http.Caller;
import io.jenkins.plugins.greyrelease.http.GeneratedTransport;
import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.http.HttpFailure.Reason;
import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.jira.api.ApiClient;
import io.jenkins.plugins.greyrelease.jira.api.ApiException;
import io.jenkins.plugins.greyrelease.jira.api.IssueApi;
import io.jenkins.plugins.greyrelease.jira.api.model.Comment;
import io.jenkins.plugins.greyrelease.jira.api.model.CommentText;
import io.jenkins.plugins.greyrelease.jira.api.model.Fields;
import io.jenkins.plugins.greyrelease.jira.api.model.Found;
import io.jenkins.plugins.greyrelease.jira.api.model.Issue;
import io.jenkins.plugins.greyrelease.jira.api.model.MakeTransition;
import io.jenkins.plugins.greyrelease.jira.api.model.Status;
import io.jenkins.plugins.greyrelease.jira.api.model.StatusCategory;
import io.jenkins.plugins.greyrelease.jira.api.model.Transition;
import java.net.http.HttpClient;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A Jira. Thread-safe; no call blocks, and each fails with {@link JiraException} or {@link HttpFailure}. */
public final class Jira {
    private static final ObjectMapper MAPPER = ApiClient.createDefaultObjectMapper();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
    private static final int PAGE = 100;

    private final String url;
    private final Caller caller;
    private final Supplier<Login> login;

    /** One call of the generated client. */
    @FunctionalInterface
    private interface Call<T> {
        CompletableFuture<T> from(IssueApi api) throws ApiException;
    }

    /**
     * @param url http or https, with Jira's path if it has one; a slash at its end does not matter
     * @param login who to be there, asked for each question; does not block for long
     * @param client sends
     */
    public Jira(String url, Supplier<Login> login, PatientClient client) {
        this.url = url.replaceFirst("/+$", "");
        this.caller = new Caller("Jira", client);
        this.login = login;
    }

    /** Whether it is Atlassian's own, whose API differs. */
    public CompletableFuture<Boolean> isCloud() {
        return call(false, "read what it is", IssueApi::getServerInfo)
                .thenApply(info -> "Cloud".equals(info.getDeploymentType()));
    }

    /** A ticket; its key is another one if it was moved. */
    public CompletableFuture<Ticket> ticket(boolean cloud, String key) {
        return call(cloud, "read " + key, api -> api.getIssue(key, "status"))
                .thenApply(this::ticket)
                .exceptionally(failure -> {
                    if (cause(failure) instanceof HttpFailure http && http.reason() == Reason.NOT_FOUND) {
                        throw new JiraException(
                                "Jira has no ticket " + key + " that its account may see (it says: " + http.answer()
                                        + "): it was deleted, or the account lacks 'Browse projects'",
                                http);
                    }
                    throw new CompletionException(cause(failure));
                });
    }

    /** The newest ticket of a project that has this label. */
    public CompletableFuture<Optional<Ticket>> labelled(boolean cloud, String project, String label) {
        String jql = "project = \"" + project + "\" AND labels = \"" + label + "\" ORDER BY created DESC";
        CompletableFuture<Found> found = call(
                cloud,
                "look for the ticket of this run in " + project,
                api -> cloud ? api.searchCloud(jql, "status") : api.search(jql, "status"));
        return found.thenApply(some -> Optional.ofNullable(some.getIssues()).orElse(List.of()).stream()
                .findFirst()
                .map(this::ticket));
    }

    /**
     * Creates a ticket.
     *
     * @param fields by the names or ids that Jira has for them, beside project, summary, type and label
     */
    public CompletableFuture<Ticket> create(
            boolean cloud, String project, String summary, String type, String label, Map<String, Object> fields) {
        Map<String, Object> all = new LinkedHashMap<>(fields);
        all.put("project", Map.of("key", project));
        all.put("summary", summary);
        all.put("issuetype", Map.of("name", type));
        all.put("labels", List.of(label));
        return call(
                        cloud,
                        "create a ticket of type " + type + " in " + project,
                        api -> api.createIssue(new Fields().fields(all)))
                .thenCompose(created -> ticket(cloud, created.getKey()));
    }

    /**
     * Brings a ticket to a status; nothing is done where it has it.
     *
     * @param wanted name or id of a transition, or name of the status that it leads to
     * @return the ticket as it is then
     */
    public CompletableFuture<Ticket> transition(boolean cloud, Ticket ticket, String wanted) {
        if (ticket.status().equalsIgnoreCase(wanted)) {
            return CompletableFuture.completedFuture(ticket);
        }
        return call(cloud, "read the transitions of " + ticket.key(), api -> api.listTransitions(ticket.key()))
                .thenCompose(all -> {
                    List<Transition> allowed =
                            Optional.ofNullable(all.getTransitions()).orElse(List.of());
                    Transition chosen = allowed.stream()
                            .filter(each -> wanted.equals(each.getId())
                                    || wanted.equalsIgnoreCase(each.getName())
                                    || wanted.equalsIgnoreCase(name(each.getTo())))
                            .findFirst()
                            .orElseThrow(() -> new JiraException("the transition '" + wanted + "' of " + ticket.key()
                                    + " is not allowed from status '" + ticket.status() + "': the account may "
                                    + allowed.stream()
                                            .map(each -> "'" + each.getName() + "' (" + each.getId() + ")")
                                            .collect(Collectors.joining(", "))));
                    return make(cloud, ticket, chosen);
                });
    }

    private CompletableFuture<Ticket> make(boolean cloud, Ticket ticket, Transition chosen) {
        String doing = "make transition '" + chosen.getName() + "' of " + ticket.key();
        MakeTransition made = new MakeTransition().transition(new Transition().id(chosen.getId()));
        return call(cloud, doing, api -> api.makeTransition(ticket.key(), made))
                .thenCompose(done -> ticket(cloud, ticket.key()));
    }

    /**
     * Tells something in the one comment of a run, which is made if it is not there.
     *
     * @param run identifies the run
     * @param page of the run; empty: none
     */
    public CompletableFuture<Void> tell(boolean cloud, String key, String run, String page, String text) {
        String time = TIME.format(caller.client().scheduler().now());
        return own(cloud, key, run, 0).thenCompose(found -> {
            RunComment before = RunComment.of(
                    run, page, found.map(each -> Texts.lines(each.getBody())).orElse(List.of()));
            RunComment after = before.with(time, text);
            if (found.isPresent() && after.equals(before)) {
                return CompletableFuture.completedFuture(null);
            }
            CommentText body = new CommentText().body(Texts.body(after.text(), cloud));
            return call(
                            cloud,
                            "comment on " + key,
                            api -> found.isPresent()
                                    ? api.updateComment(key, found.get().getId(), body)
                                    : api.addComment(key, body))
                    .thenApply(done -> null);
        });
    }

    private CompletableFuture<Optional<Comment>> own(boolean cloud, String key, String run, int from) {
        return call(cloud, "read the comments of " + key, api -> api.listComments(key, from, PAGE))
                .thenCompose(page -> {
                    List<Comment> comments =
                            Optional.ofNullable(page.getComments()).orElse(List.of());
                    Optional<Comment> mine = comments.stream()
                            .filter(each -> RunComment.isOf(run, Texts.lines(each.getBody())))
                            .findFirst();
                    int read = from + comments.size();
                    int total = Optional.ofNullable(page.getTotal()).orElse(0);
                    return mine.isPresent() || comments.isEmpty() || read >= total
                            ? CompletableFuture.completedFuture(mine)
                            : own(cloud, key, run, read);
                });
    }

    private Ticket ticket(Issue issue) {
        Status status = Optional.ofNullable(issue.getFields())
                .map(fields -> fields.getStatus())
                .orElseGet(Status::new);
        boolean closed = Optional.ofNullable(status.getStatusCategory())
                .map(StatusCategory::getKey)
                .filter("done"::equals)
                .isPresent();
        return new Ticket(issue.getKey(), name(status), closed, url + "/browse/" + issue.getKey());
    }

    private static String name(Status status) {
        return status == null || status.getName() == null ? "" : status.getName();
    }

    /** What the generated client says about an answer it cannot read becomes our kind of error. */
    private <T> CompletableFuture<T> call(boolean cloud, String doing, Call<T> call) {
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
            HttpFailure unread = new HttpFailure(
                    caller.system(),
                    doing,
                    Reason.UNEXPECTED,
                    0,
                    "the answer is none of Jira's",
                    "is this the right address, or a proxy's page?");
            unread.initCause(cause);
            throw unread;
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

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
