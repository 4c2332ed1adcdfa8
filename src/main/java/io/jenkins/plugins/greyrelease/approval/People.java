package io.jenkins.plugins.greyrelease.approval;

import java.util.List;
import java.util.Optional;

/**
 * Who people are at this moment: asked anew at each vote and at each count, so that a right that was lost is noticed.
 *
 * <p>Threads: called on those of whoever votes and of timers; may look somebody up, and so take a while.
 */
public interface People {

    /**
     * Whether a person is, or belongs to, one of these.
     *
     * @param approvers names of users and groups; empty: whoever has the right to approve here
     */
    boolean isOneOf(String person, List<String> approvers);

    /** What a person has to do with the change, such as {@code started the run}; empty: nothing that is known. */
    Optional<String> involved(String person);

    /** Whether a person may stop the run, and so may say no without being an approver. */
    boolean mayStop(String person);

    /** Who here has this account in another system; empty: nobody, or it could be several. */
    default Optional<String> known(Account account) {
        return Optional.empty();
    }

    /** The same for all ways of writing one person's name. */
    default String key(String person) {
        return person;
    }
}
