package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.approval.Ballot;
import io.jenkins.plugins.greyrelease.approval.Vote;
import java.time.Instant;

/** A place beside the run's own where people vote, such as a change ticket. */
@FunctionalInterface
public interface VoteSource {

    /** Begins to watch one approval, from its beginning or after a restart. */
    Watch watch(Taker taker);

    /** One that is under way. Both methods come back at once and may be called on any thread. */
    interface Watch {
        /** What is asked has changed: it is to be shown anew. */
        void changed();

        /** It is decided, or nobody waits for it any more. */
        void end(Approval closed);
    }

    /** The approval, for whoever brings votes. Thread-safe; people may be looked up, which takes a while. */
    interface Taker {
        /** How it stands. */
        Approval approval();

        /** The place shows what is asked. @param ballot nothing is done if it is another one by now */
        void seen(Ballot ballot, String place, Instant since);

        /** Takes a vote; one from the same place and person that was told before, perhaps before a restart, is left out. */
        void vote(Vote vote);

        /** A vote was taken back where it was given. @param from see {@link Vote#from} */
        void takenBack(String from, String why);

        /** Something for the record and the log, once. */
        void note(String text);
    }
}
