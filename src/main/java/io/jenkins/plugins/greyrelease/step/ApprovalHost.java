package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.approval.Ballot;
import io.jenkins.plugins.greyrelease.approval.People;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What an approval asks of whoever runs it: the people, where they are asked, and where its record is kept. Votes come to
 * {@link ApprovalRun#vote}, from wherever the host takes them.
 *
 * <p>Threads: called on those of whoever votes, and on {@link #counting}; {@link #kept} is called by one at a time.
 */
public interface ApprovalHost {

    /** A line for the person who reads the run's log. */
    void log(String line);

    /** Clock and timers. */
    Scheduler scheduler();

    /** Where votes are counted when it is time for something: people may be looked up, which can take a while. */
    default Executor counting() {
        return scheduler();
    }

    /** Who people are now. */
    People people();

    /** What votes are bound to now. */
    Ballot ballot();

    /** What a person should know before the vote, in lines of plain text. */
    default List<String> briefing() {
        return List.of();
    }

    /** Asks, instead of what was asked before: one question is open at a time. */
    void show(Question question);

    /** Takes back what is asked. */
    void hide();

    /**
     * The record has changed: it is to be kept.
     *
     * @param news what was noted since the last call
     */
    void kept(Approval approval, List<Approval.Note> news);

    /** Other places where people vote, such as the change ticket that the arguments name. */
    default List<VoteSource> sources(ManualApprovalArgs args) {
        return List.of();
    }
}
