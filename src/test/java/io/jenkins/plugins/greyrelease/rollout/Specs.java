package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.plan.BatchSize;
import io.jenkins.plugins.greyrelease.plan.Spread;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.Capacity;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.Change;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec.OnFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Builds what somebody asked to be released: as {@code canaryBatch} would by default, but for what is said here. */
public final class Specs {
    private final String app;
    private String namespace = Rig.NS;
    private Change change;
    private List<String> clusters = List.of("gd9-a");
    private List<BatchSize> batches = List.of(new BatchSize.Rest());
    private Spread spread = Spread.SEQUENCE;
    private int maxParallel = 1;
    private boolean strict;
    private Capacity capacity = Capacity.AUTO;
    private Optional<String> maxSurge = Optional.empty();
    private String maxUnavailable = "0";
    private Optional<Duration> minReady = Optional.empty();
    private Duration progressDeadline = Duration.ofMinutes(10);
    private Duration soak = Duration.ZERO;
    private OnFailure onFailure = OnFailure.ROLLBACK;
    private OnFailure onAbort = OnFailure.ROLLBACK;
    private int maxFailedClusters;
    private boolean gitopsHandled;

    private Specs(String app) {
        this.app = app;
        this.change = new Change.Image(Optional.empty(), app + ":v2");
    }

    /** The app's image {@code <app>:v2} in cluster {@code gd9-a}, in one batch, namespace {@code shop}. */
    public static Specs of(String app) {
        return new Specs(app);
    }

    public Specs change(Change value) {
        change = value;
        return this;
    }

    public Specs image(String image) {
        return change(new Change.Image(Optional.empty(), image));
    }

    public Specs image(String container, String image) {
        return change(new Change.Image(Optional.of(container), image));
    }

    public Specs manifest(Deployment deployment) {
        return change(new Change.Manifest(deployment));
    }

    /** Back to the version before. */
    public Specs earlier() {
        return change(new Change.Earlier(Optional.empty()));
    }

    public Specs earlier(String to) {
        return change(new Change.Earlier(Optional.of(to)));
    }

    public Specs namespace(String name) {
        namespace = name;
        return this;
    }

    public Specs clusters(List<String> names) {
        clusters = List.copyOf(names);
        return this;
    }

    public Specs clusters(String... names) {
        return clusters(List.of(names));
    }

    public Specs batches(BatchSize... sizes) {
        return batches(List.of(sizes));
    }

    public Specs batches(List<BatchSize> sizes) {
        batches = List.copyOf(sizes);
        return this;
    }

    public Specs spread(Spread value) {
        spread = value;
        return this;
    }

    public Specs maxParallel(int value) {
        maxParallel = value;
        return this;
    }

    public Specs strict() {
        strict = true;
        return this;
    }

    public Specs capacity(Capacity value) {
        capacity = value;
        return this;
    }

    public Specs maxSurge(String value) {
        return maxSurge(Optional.of(value));
    }

    /** Empty: the Deployment's own. */
    public Specs maxSurge(Optional<String> value) {
        maxSurge = value;
        return this;
    }

    public Specs maxUnavailable(String value) {
        maxUnavailable = value;
        return this;
    }

    public Specs minReady(Duration value) {
        minReady = Optional.of(value);
        return this;
    }

    public Specs progressDeadline(Duration value) {
        progressDeadline = value;
        return this;
    }

    public Specs soak(Duration value) {
        soak = value;
        return this;
    }

    public Specs onFailure(OnFailure value) {
        onFailure = value;
        return this;
    }

    public Specs onAbort(OnFailure value) {
        onAbort = value;
        return this;
    }

    public Specs maxFailedClusters(int value) {
        maxFailedClusters = value;
        return this;
    }

    public Specs gitopsHandled(boolean value) {
        gitopsHandled = value;
        return this;
    }

    public ReleaseSpec build() {
        return new ReleaseSpec(
                app,
                namespace,
                change,
                clusters,
                batches,
                spread,
                maxParallel,
                strict,
                capacity,
                maxSurge,
                maxUnavailable,
                minReady,
                progressDeadline,
                soak,
                onFailure,
                onAbort,
                maxFailedClusters,
                gitopsHandled);
    }
}
