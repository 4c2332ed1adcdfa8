package io.jenkins.plugins.greyrelease.jenkins.release;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Job;
import hudson.model.Result;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.jenkins.config.GreyReleaseConfiguration;
import io.jenkins.plugins.greyrelease.jenkins.config.ReleaseRestriction;
import io.jenkins.plugins.greyrelease.jira.Tickets;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.notify.Couriers;
import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.Rollouts;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.step.News;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import io.jenkins.plugins.greyrelease.step.StepSpecs;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * Owns all releases of this controller: steps and builders begin them here and wait for their end; a restart of the
 * controller goes on with them, with or without the runs that began them. Thread-safe.
 */
@Extension
public class ReleaseManager {
    /** The directory within a run's own that is there when the run has had a release. */
    public static final String RUN_DIRECTORY = "grey-release";

    private static final Logger LOGGER = Logger.getLogger(ReleaseManager.class.getName());
    /** Tasks do not block but for a line of a log or a small file. */
    private static final int THREADS = 4;

    private final Scheduler scheduler;
    private final Undertakings undertakings;
    private final News news;

    /** Made once, by Jenkins; begins nothing. */
    public ReleaseManager() {
        scheduler = new LiveScheduler(
                THREADS, failure -> LOGGER.log(Level.SEVERE, "A task of a release broke; please report this", failure));
        Ids ids = new RandomIds();
        String url = Objects.requireNonNullElse(Jenkins.get().getRootUrl(), "jenkins");
        Supplier<Fleet> fleet = () -> GreyReleaseConfiguration.get().fleet();
        Supplier<Registries> registries = () -> GreyReleaseConfiguration.get().registries();
        news = new News(
                new Couriers(() -> GreyReleaseConfiguration.get().destinations(), scheduler, LOGGER::warning),
                new Tickets(
                        () -> GreyReleaseConfiguration.get().services().jira(),
                        scheduler,
                        new TicketFiles(Jenkins.get().getRootDir().toPath().resolve("grey-release-tickets")),
                        (run, line) -> LOGGER.log(Level.WARNING, "{0}: {1}", new Object[] {run, line}),
                        this::releases));
        Setting setting = new Setting(
                new Rollouts(fleet, registries, scheduler, ids, url),
                fleet,
                registries,
                scheduler,
                new XmlUndertakings(
                        new File(Jenkins.get().getRootDir(), "grey-release"),
                        run -> find(run).map(Run::getRootDir),
                        new JobLedger(ReleaseManager::jobDirectory)),
                (run, namespace, clusters) -> find(run)
                        .map(found -> ReleaseRestriction.problems(found.getParent(), namespace, clusters))
                        .orElse(List.of("the run " + run + " is gone")),
                news,
                run -> find(run).map(found -> Errands.ref(found).url()).orElse(""));
        undertakings = new Undertakings(setting, ids, name -> StepSpecs.named(name)
                .orElseThrow(() -> new IllegalStateException("no step " + name)));
    }

    /** The only one. */
    public static ReleaseManager get() {
        return ExtensionList.lookupSingleton(ReleaseManager.class);
    }

    /** The run with this id, whoever asks; empty if it is gone. */
    static Optional<Run<?, ?>> find(String id) {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            return Optional.ofNullable(Run.fromExternalizableId(id));
        } catch (IllegalArgumentException e) {
            LOGGER.log(Level.FINE, e, () -> id + " is no run");
            return Optional.empty();
        }
    }

    /** Where the job of a run keeps its files, also when the run itself was deleted; empty if the job is gone. */
    private static Optional<File> jobDirectory(String run) {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            String name = run.substring(0, Math.max(0, run.lastIndexOf('#')));
            Job<?, ?> job = Jenkins.get().getItemByFullName(name, Job.class);
            return Optional.ofNullable(job).map(Job::getRootDir);
        }
    }

    /**
     * Begins what a step asks for, or goes on with it after a restart; see {@link Undertakings#attend}.
     *
     * @param id of the undertaking, if the step has one already; null otherwise
     */
    public Undertaking attend(
            String id, Run<?, ?> run, StepSpec step, Map<String, Object> arguments, Attendant attendant) {
        return undertakings.attend(id, run.getExternalizableId(), step, arguments, attendant);
    }

    /** The undertakings of a run, oldest first, ended ones among them. May read files. */
    public List<Undertaking> of(Run<?, ?> run) {
        return undertakings.ofRun(run.getExternalizableId());
    }

    /** Those that have not ended, and those that ended while their runs still go on. */
    public List<Undertaking> all() {
        return undertakings.all();
    }

    /** Those that have not ended and that no run waits for. */
    public List<Undertaking> withoutRun() {
        return all().stream().filter(Undertaking::withoutRun).toList();
    }

    /** One of {@link #all} by its id. */
    public Optional<Undertaking> undertaking(String id) {
        return all().stream().filter(each -> each.id().equals(id)).findFirst();
    }

    /** The release of this id while it is under way in this process. */
    public Optional<Release> release(String id) {
        return all().stream()
                .flatMap(each -> each.release().stream())
                .filter(each -> each.id().equals(id))
                .findFirst();
    }

    /** Who hears what happens. */
    public News news() {
        return news;
    }

    /** Whether a release of this run is under way. */
    private boolean releases(String run) {
        return all().stream()
                .anyMatch(each -> each.runId().equals(run) && each.outcome().isEmpty());
    }

    /** A run has ended. */
    void ended(Run<?, ?> run) {
        Result result = run.getResult();
        news.tickets().ended(run.getExternalizableId(), result == Result.SUCCESS, String.valueOf(result));
    }

    /** Goes on telling tickets what the process before had not. */
    void resumeTickets() {
        news.tickets().resume(id -> {
            Optional<Run<?, ?>> run = find(id);
            return run.filter(Run::isBuilding).isPresent()
                    ? Optional.empty()
                    : Optional.of(run.filter(ended -> ended.getResult() == Result.SUCCESS)
                            .isPresent());
        });
    }

    /** Time and threads of the releases. */
    public Scheduler scheduler() {
        return scheduler;
    }

    Undertakings undertakings() {
        return undertakings;
    }
}
