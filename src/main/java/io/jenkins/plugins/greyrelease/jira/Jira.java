package io.jenkins.plugins.greyrelease.jira;

import io.jenkins.plugins.greyrelease.http.Caller;
import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.http.HttpFailure.Reason;
import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.jira.api.IssueApi;
import io.jenkins.plugins.greyrelease.jira.api.model.Fields;
import io.jenkins.plugins.greyrelease.jira.api.model.Found;
import io.jenkins.plugins.greyrelease.jira.api.model.Issue;
import io.jenkins.plugins.greyrelease.jira.api.model.MakeTransition;
import io.jenkins.plugins.greyrelease.jira.api.model.Status;
import io.jenkins.plugins.greyrelease.jira.api.model.StatusCategory;
import io.jenkins.plugins.greyrelease.jira.api.model.Transition;
import java.time.Instant;
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

    private final String url;
    private final JiraCalls calls;
    private final Turns turns;

    /**
     * @param url http or https, with Jira's path if it has one; a slash at its end does not matter
     * @param login who to be there, asked for each question; does not block for long
     * @param client sends
     * @param turns shared by all that write comments there
     */
    public Jira(String url, Supplier<Login> login, PatientClient client, Turns turns) {
        this.url = url.replaceFirst("/+$", "");
        this.calls = new JiraCalls(this.url, login, new Caller("Jira", client));
        this.turns = turns;
    }

    /** One that nobody else writes to. */
    public Jira(String url, Supplier<Login> login, PatientClient client) {
        this(url, login, client, new Turns());
    }

    /** Whether it is Atlassian's own, whose API differs. */
    public CompletableFuture<Boolean> isCloud() {
        return calls.send(false, "read what it is", IssueApi::getServerInfo)
                .thenApply(info -> "Cloud".equals(info.getDeploymentType()));
    }

    /** A ticket; its key is another one if it was moved. */
    public CompletableFuture<Ticket> ticket(boolean cloud, String key) {
        return read(cloud, key, null).thenApply(this::ticket);
    }

    /** A ticket and all changes of its status that Jira tells. */
    public CompletableFuture<TicketHistory> history(boolean cloud, String key) {
        return read(cloud, key, "changelog")
                .thenApply(issue -> new TicketHistory(ticket(issue), TicketHistory.changes(issue)));
    }

    /** Whose account is used. */
    public CompletableFuture<JiraUser> myself(boolean cloud) {
        return calls.send(cloud, "read whose account it is", IssueApi::getMyself)
                .thenApply(JiraUser::of);
    }

    private CompletableFuture<Issue> read(boolean cloud, String key, String expand) {
        return calls.send(cloud, "read " + key, api -> api.getIssue(key, "status", expand))
                .exceptionally(failure -> {
                    if (JiraCalls.cause(failure) instanceof HttpFailure http && http.reason() == Reason.NOT_FOUND) {
                        throw new JiraException(
                                "Jira has no ticket " + key + " that its account may see (it says: " + http.answer()
                                        + "): it was deleted, or the account lacks 'Browse projects'",
                                http);
                    }
                    throw new CompletionException(JiraCalls.cause(failure));
                });
    }

    /** The newest ticket of a project that has this label. */
    public CompletableFuture<Optional<Ticket>> labelled(boolean cloud, String project, String label) {
        String jql = "project = \"" + project + "\" AND labels = \"" + label + "\" ORDER BY created DESC";
        CompletableFuture<Found> found = calls.send(
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
        return calls.send(
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
        return calls.send(cloud, "read the transitions of " + ticket.key(), api -> api.listTransitions(ticket.key()))
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
        return calls.send(cloud, doing, api -> api.makeTransition(ticket.key(), made))
                .thenCompose(done -> ticket(cloud, ticket.key()));
    }

    /**
     * Tells something in the one comment of a run, which is made if it is not there. Of the same run and ticket one line is
     * told after the other.
     *
     * @param run identifies the run
     * @param page of the run; empty: none
     * @return since when, by Jira's clock, the comment says so
     */
    public CompletableFuture<Instant> tell(boolean cloud, String key, String run, String page, String text) {
        return tell(
                cloud,
                key,
                run,
                page,
                List.of(new Tie.Said(calls.scheduler().now().toString(), text)));
    }

    /** As above, several lines at once, each with its time; a line that is there with this time is not told again. */
    public CompletableFuture<Instant> tell(boolean cloud, String key, String run, String page, List<Tie.Said> lines) {
        return turns.next(key + "\n" + run, () -> new RunComments(calls, cloud).tell(key, run, page, lines));
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
}
