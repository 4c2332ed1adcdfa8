package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.approval.ApprovalJson;
import io.jenkins.plugins.greyrelease.approval.Ballot;
import io.jenkins.plugins.greyrelease.approval.Town;
import io.jenkins.plugins.greyrelease.approval.Vote;
import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.Patience;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.jira.Jira;
import io.jenkins.plugins.greyrelease.rehearsal.gate.Sites;
import io.jenkins.plugins.greyrelease.rehearsal.gate.StandInJira;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.runtime.SerialScheduler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Where an approval of a test is asked; its record is kept as text, as a controller's disk does. */
public final class Desk implements ApprovalHost {
    public static final Ballot BATCH = new Ballot("r1", "cart", "a1b2c3", "cart@sha256:1", "1/3", "gd9-a");

    private static final String JIRA = "https://jira.example";

    public final Town people = new Town().group("ops", "alice", "bob", "carol");
    final List<String> log = Collections.synchronizedList(new ArrayList<>());
    final List<Question> asked = new ArrayList<>();
    private final Scheduler time;
    /** Of the process that asks now. */
    private SerialScheduler scheduler;

    public Ballot ballot = BATCH;
    String kept;
    /** Hears of each change of the record. */
    public BiConsumer<Approval, List<Approval.Note>> onKept = (record, news) -> {};

    /** Null: nothing is asked. */
    volatile Question open;

    /** Other places where people vote. */
    Function<ManualApprovalArgs, List<VoteSource>> sources = args -> List.of();

    public Desk(Scheduler time) {
        this.time = time;
        this.scheduler = process();
    }

    private SerialScheduler process() {
        return new SerialScheduler(time, failure -> {
            throw new AssertionError(failure);
        });
    }

    /** The ticket that the arguments name is one of this Jira. */
    public Desk jira(StandInJira jira) {
        Ids ids = new FakeHost(null, time).ids();
        PatientClient client = new PatientClient(new Sites(time).with(JIRA, jira::handle), time, ids, Patience.USUAL);
        Services services = new Services(Optional.empty(), Optional.of(new Jira(JIRA, Login.Anonymous::new, client)));
        sources = args -> ApprovalTickets.of(args, () -> services, new RunRef("shop#12", ""), ids, this);
        return this;
    }

    /** Begins one. */
    public ApprovalRun run(Map<String, Object> given) {
        ManualApprovalArgs args = ManualApprovalArgs.from(given);
        Approval begins = ApprovalRun.begin("a1", args, ballot, scheduler.now());
        kept = ApprovalJson.write(begins);
        return new ApprovalRun(this, args, begins);
    }

    /** Goes on with one from what was kept of it, in another process. */
    public ApprovalRun restarted(Map<String, Object> given) {
        open = null;
        scheduler.stop();
        scheduler = process();
        return new ApprovalRun(this, ManualApprovalArgs.from(given), ApprovalJson.read(kept));
    }

    /** A vote on what is asked now. */
    Vote says(String person, boolean yes) {
        return says(person, yes, open == null ? ballot : open.ballot());
    }

    /** A vote on a page that shows this. */
    public Vote says(String person, boolean yes, Ballot shown) {
        return new Vote(person, yes, scheduler.now(), "", "page", shown);
    }

    @Override
    public void log(String line) {
        log.add(line);
    }

    @Override
    public Scheduler scheduler() {
        return scheduler;
    }

    @Override
    public Town people() {
        return people;
    }

    @Override
    public Ballot ballot() {
        return ballot;
    }

    @Override
    public void show(Question question) {
        open = question;
        asked.add(question);
    }

    @Override
    public List<VoteSource> sources(ManualApprovalArgs args) {
        return sources.apply(args);
    }

    @Override
    public void hide() {
        open = null;
    }

    @Override
    public void kept(Approval approval, List<Approval.Note> news) {
        kept = ApprovalJson.write(approval);
        onKept.accept(approval, news);
    }
}
