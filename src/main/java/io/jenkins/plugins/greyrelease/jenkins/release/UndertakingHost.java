package io.jenkins.plugins.greyrelease.jenkins.release;

import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.rollout.Release;
import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import io.jenkins.plugins.greyrelease.rollout.Releases;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.step.Host;
import io.jenkins.plugins.greyrelease.step.News;
import io.jenkins.plugins.greyrelease.step.NewsMemory;
import io.jenkins.plugins.greyrelease.step.RunRef;
import io.jenkins.plugins.greyrelease.step.Services;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** What a release sees of the controller: whoever attends its undertaking, and what is kept of it on disk. */
final class UndertakingHost implements Host {
    private static final Ids IDS = new RandomIds();

    private final SavedUndertaking saved;
    private final Setting setting;
    private final Attendance attendance;
    private final ReleaseHistory history;
    private final CompletableFuture<Release> release = new CompletableFuture<>();

    UndertakingHost(SavedUndertaking saved, Setting setting, Attendance attendance, ReleaseHistory history) {
        this.saved = saved;
        this.setting = setting;
        this.attendance = attendance;
        this.history = history;
    }

    @Override
    public void log(String line) {
        attendance.log(line);
    }

    @Override
    public void event(ReleaseEvent event) {
        if (event.kind() == ReleaseEvent.Kind.STARTED || event.kind() == ReleaseEvent.Kind.ATTACHED) {
            release.thenAccept(begun -> {
                synchronized (saved) {
                    saved.release = begun.id();
                    setting.store().save(saved);
                }
            });
        }
    }

    @Override
    public Fleet fleet() {
        return setting.fleet().get();
    }

    @Override
    public Registries registries() {
        return setting.registries().get();
    }

    @Override
    public Ids ids() {
        return IDS;
    }

    /** None: a release asks nobody but clusters and registries. */
    @Override
    public Services services() {
        return Services.NONE;
    }

    @Override
    public RunRef run() {
        return new RunRef(saved.run, setting.pages().apply(saved.run));
    }

    @Override
    public News news() {
        return setting.news();
    }

    @Override
    public NewsMemory newsMemory() {
        Map<String, String> open = new TreeMap<>();
        synchronized (saved) {
            JsonMaps.read(saved.news).forEach((state, since) -> open.put(state, String.valueOf(since)));
        }
        return new NewsMemory(open, all -> {
            synchronized (saved) {
                saved.news = JsonMaps.write(new TreeMap<>(all));
                setting.store().save(saved);
            }
        });
    }

    @Override
    public Scheduler scheduler() {
        return setting.scheduler();
    }

    @Override
    public Release release(ReleaseSpec spec, ReleaseHooks hooks) {
        Release begins = setting.releases().start(spec, history.watching(hooks), Releases.IfBusy.REFUSE);
        history.follow(begins);
        release.complete(begins);
        return begins;
    }

    /** The content is kept: a restart must release the same, whatever the workspace holds by then. */
    @Override
    public CompletableFuture<String> readFile(String path) {
        synchronized (saved) {
            if (saved.manifest != null) {
                return CompletableFuture.completedFuture(saved.manifest);
            }
        }
        return attendance.readFile(path).thenApply(text -> {
            synchronized (saved) {
                saved.manifest = text;
            }
            return text;
        });
    }

    @Override
    public Optional<String> kept(String name) {
        synchronized (saved) {
            return Optional.ofNullable((String) JsonMaps.read(saved.notes).get(name));
        }
    }

    @Override
    public CompletableFuture<Void> keep(String name, String text) {
        synchronized (saved) {
            Map<String, Object> notes = new LinkedHashMap<>(JsonMaps.read(saved.notes));
            notes.put(name, text);
            saved.notes = JsonMaps.write(notes);
            setting.store().save(saved);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Verdict> block(Map<String, String> environment, String label) {
        return attendance.block(environment, label);
    }
}
