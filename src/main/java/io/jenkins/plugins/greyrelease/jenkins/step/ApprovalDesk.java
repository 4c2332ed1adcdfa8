package io.jenkins.plugins.greyrelease.jenkins.step;

import hudson.model.Computer;
import hudson.model.Run;
import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.approval.Ballot;
import io.jenkins.plugins.greyrelease.approval.People;
import io.jenkins.plugins.greyrelease.approval.Vote;
import io.jenkins.plugins.greyrelease.jenkins.approval.ApprovalsAction;
import io.jenkins.plugins.greyrelease.jenkins.approval.Duties;
import io.jenkins.plugins.greyrelease.jenkins.approval.VoteOrigin;
import io.jenkins.plugins.greyrelease.jenkins.config.GreyReleaseConfiguration;
import io.jenkins.plugins.greyrelease.jenkins.release.Errands;
import io.jenkins.plugins.greyrelease.jenkins.release.ReleaseManager;
import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.step.ApprovalHost;
import io.jenkins.plugins.greyrelease.step.ApprovalNotes;
import io.jenkins.plugins.greyrelease.step.ApprovalNotices;
import io.jenkins.plugins.greyrelease.step.ApprovalRun;
import io.jenkins.plugins.greyrelease.step.ApprovalTickets;
import io.jenkins.plugins.greyrelease.step.Briefing;
import io.jenkins.plugins.greyrelease.step.ManualApprovalArgs;
import io.jenkins.plugins.greyrelease.step.Question;
import io.jenkins.plugins.greyrelease.step.VoteSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** What Jenkins is to an approval: the run's log, its inputs, its people, and where the record is kept. */
final class ApprovalDesk implements ApprovalHost {
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final StepSurroundings surroundings;
    private final Run<?, ?> run;
    private final People people;
    private final Ballot ballot;
    private final InputRounds rounds;
    private ApprovalRun approval;

    ApprovalDesk(StepContext context, Run<?, ?> run, People people, Approval record) {
        this.surroundings = new StepSurroundings(context, "manualApproval");
        this.run = run;
        this.people = people;
        this.ballot = record.ballot();
        this.rounds = new InputRounds(context, run, record.id());
    }

    /** Where votes go; to be called once, before anybody is asked. */
    void votes(ApprovalRun taker) {
        approval = taker;
    }

    @Override
    public void log(String line) {
        surroundings.log(line);
    }

    @Override
    public Scheduler scheduler() {
        return ReleaseManager.get().scheduler();
    }

    /** A security realm may take a while to say who somebody is. */
    @Override
    public Executor counting() {
        return Computer.threadPoolForRemoting;
    }

    @Override
    public People people() {
        return people;
    }

    /** That of the batch whose check asks: when another batch is to be approved, its own check asks for it. */
    @Override
    public Ballot ballot() {
        return ballot;
    }

    @Override
    public List<String> briefing() {
        Optional<Release> release = release();
        List<String> lines = new ArrayList<>(Briefing.of(release, ballot, Duties.commits(run)));
        String page = Errands.ref(run).url();
        if (release.isPresent() && !page.isEmpty()) {
            lines.add("the whole release: " + page + "grey-release/");
        }
        return lines;
    }

    @Override
    public void show(Question question) {
        try {
            rounds.show(question, answer -> vote(answer, question));
        } catch (IOException | TimeoutException e) {
            log("cannot be asked on Jenkins' pages now, tried again in " + AGAIN.toSeconds() + " s: " + e);
            scheduler().after(AGAIN, () -> counting().execute(() -> show(question)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** On the thread of whoever answers, who is logged in there. */
    private void vote(InputRounds.Answer answer, Question question) {
        approval.vote(new Vote(
                answer.person(),
                answer.yes(),
                scheduler().now(),
                answer.comment(),
                VoteOrigin.current(),
                question.ballot()));
    }

    @Override
    public void hide() {
        try {
            rounds.hide();
        } catch (IOException | TimeoutException e) {
            log("the question is left on Jenkins' pages; an answer to it is too late: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void kept(Approval record, List<Approval.Note> news) {
        ApprovalNotices.noted(Errands.ref(run), record, news)
                .forEach(ReleaseManager.get().news()::hear);
        try {
            ApprovalsAction.keep(run, record);
        } catch (IOException e) {
            log("the record of the approval was not written to disk, and is tried again with the next vote: " + e);
        }
        if (record.ballot().ofRelease()) {
            release().ifPresent(release -> release.approval(ApprovalNotes.note(record, news)));
        }
    }

    @Override
    public List<VoteSource> sources(ManualApprovalArgs args) {
        return ApprovalTickets.of(
                args, () -> GreyReleaseConfiguration.get().services(), Errands.ref(run), new RandomIds(), this);
    }

    private Optional<Release> release() {
        return ReleaseManager.get().release(ballot.release());
    }
}
