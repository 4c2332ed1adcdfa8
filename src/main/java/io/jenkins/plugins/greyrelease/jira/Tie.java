package io.jenkins.plugins.greyrelease.jira;

import java.util.ArrayList;
import java.util.List;

/**
 * A run that is tied to a ticket, as it is kept: what the ticket is still to be told, and what becomes of it in the end.
 * Immutable.
 *
 * @param run identifies the run now, such as {@code shop/release#12}
 * @param comment the run's name when its comment was begun, by which that is found again
 * @param page of the run; empty: none
 * @param issue key of the ticket
 * @param success transition when the run has succeeded: name, id or status; empty: none
 * @param failure likewise when it has not
 * @param waiting what the comment does not say yet, the oldest first
 * @param told ids of what was heard lately
 * @param end of the run
 */
public record Tie(
        String run,
        String comment,
        String page,
        String issue,
        String success,
        String failure,
        List<Said> waiting,
        List<String> told,
        End end) {
    /** The oldest lines go first; the comment has room for no more. */
    private static final int MOST = 200;

    public Tie {
        waiting = List.copyOf(waiting);
        told = List.copyOf(told);
    }

    /**
     * A line for the comment.
     *
     * @param at ISO 8601
     */
    public record Said(String at, String text) {}

    /** How a run has ended, and whether its ticket knows. */
    public enum End {
        /** It has not. */
        NONE,
        SUCCESS,
        FAILURE,
        /** The ticket was brought where it belongs, or nothing more is tried. */
        SETTLED
    }

    /** One that begins. */
    public static Tie begin(String run, String page, String issue, String success, String failure) {
        return new Tie(run, run, page, issue, success, failure, List.of(), List.of(), End.NONE);
    }

    /** With another line. */
    Tie with(Said line, List<String> ids) {
        List<Said> more = new ArrayList<>(waiting);
        more.add(line);
        return new Tie(
                run,
                comment,
                page,
                issue,
                success,
                failure,
                more.subList(Math.max(0, more.size() - MOST), more.size()),
                ids,
                end);
    }

    /** Without what was told. */
    Tie without(List<Said> lines) {
        List<Said> rest = new ArrayList<>(waiting);
        rest.removeAll(lines);
        return new Tie(run, comment, page, issue, success, failure, rest, told, end);
    }

    /** With the transitions of a newer call, where that names some. */
    Tie with(Tie newer) {
        return new Tie(
                run,
                comment,
                newer.page,
                issue,
                newer.success.isEmpty() ? success : newer.success,
                newer.failure.isEmpty() ? failure : newer.failure,
                waiting,
                told,
                end);
    }

    /** The run has ended, or the ticket knows. */
    Tie with(End now) {
        return new Tie(run, comment, page, issue, success, failure, waiting, told, now);
    }

    /** The run is called otherwise by now. */
    Tie of(String otherRun) {
        return new Tie(otherRun, comment, page, issue, success, failure, waiting, told, end);
    }

    /** The transition that is due; empty: none. */
    String due() {
        return end == End.SUCCESS ? success : end == End.FAILURE ? failure : "";
    }
}
