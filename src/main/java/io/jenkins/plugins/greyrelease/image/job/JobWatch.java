package io.jenkins.plugins.greyrelease.image.job;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Keys;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Reflector;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Looks at a Job and its pods whenever the cluster tells of a change, and at its events as long as it does not begin.
 *
 * <p>Threads: whoever listens is called on the scheduler's, and not before the last call has come back.
 */
final class JobWatch implements AutoCloseable {
    /** Events are not watched: they matter only while nothing else happens. */
    private static final Duration WHILE_WAITING = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final Scheduler scheduler;
    private final String namespace;
    private final String name;
    private final JobReader reader;
    private final Listener listener;
    private final Reflector<Job> jobs;
    private final Reflector<Pod> pods;
    private final Runnable news = this::look;
    private List<Event> events = List.of();
    private boolean planned;
    private boolean closed;

    /** Hears how it stands. */
    interface Listener {
        /** It is there, and stands so. */
        void stands(JobState state);

        /** It is not there any more. */
        void gone();

        /** The cluster does not answer, or refuses; it is asked again. */
        void trouble(KubeException why);
    }

    JobWatch(Site site, String name, Listener listener) {
        this.cluster = site.member().cluster();
        this.scheduler = site.scheduler();
        this.namespace = site.where().namespace();
        this.name = name;
        this.reader = new JobReader(site.where());
        this.listener = listener;
        this.jobs = new Reflector<>(cluster, Kind.JOB, namespace, scheduler, site.ids());
        this.pods = new Reflector<>(cluster, Kind.POD, namespace, scheduler, site.ids());
    }

    /** @param known the Job as it was last seen */
    void open(Job known) {
        jobs.written(known);
        for (Reflector<?> each : List.of(jobs, pods)) {
            each.listen(List.of(Keys.label(JobObjects.BUILD, name)), news);
            each.listenState(news);
            each.start();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        jobs.close();
        pods.close();
    }

    private synchronized void look() {
        if (!closed && !planned) {
            planned = true;
            scheduler.execute(this::tell);
        }
    }

    private void tell() {
        synchronized (this) {
            planned = false;
            if (closed) {
                return;
            }
        }
        Optional<KubeException> problem = jobs.problem().or(pods::problem);
        if (problem.isPresent()) {
            listener.trouble(problem.get());
            return;
        }
        if (!jobs.synced() || !pods.synced()) {
            return;
        }
        Optional<Job> job = jobs.get(name).filter(each -> each.getMetadata().getDeletionTimestamp() == null);
        if (job.isEmpty()) {
            listener.gone();
            return;
        }
        JobState state = reader.read(job.get(), pods.find(List.of(Keys.label(JobObjects.BUILD, name))), events);
        listener.stands(state);
        if (state instanceof JobState.Waits) {
            scheduler.after(WHILE_WAITING, this::readEvents);
        }
    }

    private void readEvents() {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        cluster.list(Kind.EVENT, namespace, Selector.EVERYTHING).whenComplete((listing, failure) -> {
            if (failure == null) {
                events = listing.items().stream()
                        .filter(each -> each.getInvolvedObject() != null
                                && String.valueOf(each.getInvolvedObject().getName())
                                        .startsWith(name))
                        .toList();
            }
            // without events there is less to say, and the watches tell what is wrong with the cluster
            look();
        });
    }
}
