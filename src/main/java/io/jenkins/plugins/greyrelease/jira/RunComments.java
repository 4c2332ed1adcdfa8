package io.jenkins.plugins.greyrelease.jira;

import io.jenkins.plugins.greyrelease.jira.api.model.Comment;
import io.jenkins.plugins.greyrelease.jira.api.model.CommentText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Writes the one comment of a run: reads it, adds a line, writes it again.
 *
 * <p>Not to be done twice at once for one run and ticket, or one of two lines gets lost; see {@link Turns}.
 */
final class RunComments {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
    private static final int PAGE = 100;

    private final JiraCalls calls;
    private final boolean cloud;

    RunComments(JiraCalls calls, boolean cloud) {
        this.calls = calls;
        this.cloud = cloud;
    }

    /** @return since when, by Jira's clock, the comment says so */
    CompletableFuture<Instant> tell(String key, String run, String page, List<Tie.Said> lines) {
        return own(key, run, 0).thenCompose(found -> {
            RunComment before = RunComment.of(
                    run, page, found.map(each -> Texts.lines(each.getBody())).orElse(List.of()));
            RunComment after = before;
            for (Tie.Said line : lines) {
                after = after.with(TIME.format(Instant.parse(line.at())), line.text());
            }
            if (found.isPresent() && after.equals(before)) {
                return CompletableFuture.completedFuture(written(found.get()));
            }
            CommentText body = new CommentText().body(Texts.body(after.text(), cloud));
            CompletableFuture<Comment> answer = calls.send(
                    cloud,
                    "comment on " + key,
                    api -> found.isPresent()
                            ? api.updateComment(key, found.get().getId(), body)
                            : api.addComment(key, body));
            return answer.thenApply(RunComments::written);
        });
    }

    private static Instant written(Comment comment) {
        return JiraTime.read(Optional.ofNullable(comment.getUpdated()).orElse(comment.getCreated()));
    }

    private CompletableFuture<Optional<Comment>> own(String key, String run, int from) {
        return calls.send(cloud, "read the comments of " + key, api -> api.listComments(key, from, PAGE))
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
                            : own(key, run, read);
                });
    }
}
