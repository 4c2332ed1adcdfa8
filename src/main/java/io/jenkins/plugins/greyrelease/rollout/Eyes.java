package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.Informers;
import io.jenkins.plugins.greyrelease.kube.Keys;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Reflector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * How a release sees one cluster: through shared caches, or, on demand, by asking the API server itself.
 *
 * <p>Threads: the news listener is called on any thread; everything else belongs to the release's own executor.
 */
final class Eyes implements AutoCloseable {
    static final String SERVICE_NAME = "kubernetes.io/service-name";
    private static final List<Kind<?>> KINDS = List.of(
            Kind.DEPLOYMENT,
            Kind.REPLICA_SET,
            Kind.POD,
            Kind.SERVICE,
            Kind.ENDPOINT_SLICE,
            Kind.HPA,
            Kind.SCALED_OBJECT);

    private final Cluster cluster;
    private final Informers informers;
    private final Terms terms;
    private final LabelSelector selector;
    private final Runnable news;
    private final Set<String> heard = new TreeSet<>();
    /** What finds the app's pods and ReplicaSets: all labels that its selector names. */
    private final List<String> selected;

    private final List<String> selectedParked;
    private final List<String> ofTemplate;
    private final List<String> selecting;
    private final List<String> scaling;
    private final Reflector<Deployment> deployments;
    private final Reflector<ReplicaSet> replicaSets;
    private final Reflector<Pod> pods;
    private final Reflector<Service> services;
    private final Reflector<EndpointSlice> slices;
    private final Reflector<HorizontalPodAutoscaler> hpas;
    private final Reflector<GenericKubernetesResource> scaledObjects;

    /**
     * @param selector of the stable Deployment
     * @param news called when something of the app has changed
     */
    Eyes(Cluster cluster, Informers informers, Terms terms, LabelSelector selector, Runnable news) {
        this.cluster = cluster;
        this.informers = informers;
        this.terms = terms;
        this.selector = selector;
        this.news = news;
        selected = keys(selector.getMatchLabels(), Keys::label);
        selectedParked = keys(selector.getMatchLabels(), Keys::parked);
        Map<String, String> labels = terms.template().getMetadata().getLabels();
        ofTemplate = keys(labels, Keys::label);
        selecting = keys(labels, Keys::selects);
        scaling = List.of(Keys.scales("Deployment", terms.app()));
        deployments = open(Kind.DEPLOYMENT);
        replicaSets = open(Kind.REPLICA_SET);
        pods = open(Kind.POD);
        services = open(Kind.SERVICE);
        slices = open(Kind.ENDPOINT_SLICE);
        hpas = open(Kind.HPA);
        scaledObjects = open(Kind.SCALED_OBJECT);
        deployments.listen(deploymentKeys(), news);
        if (expressionsOnly()) {
            replicaSets.listen(ofTemplate, news);
            replicaSets.listen(List.of(Keys.PARKED), news);
            pods.listen(ofTemplate, news);
        } else {
            replicaSets.listenAll(selected, news);
            replicaSets.listenAll(selectedParked, news);
            pods.listenAll(selected, news);
        }
        services.listen(selecting, news);
        hpas.listen(scaling, news);
        scaledObjects.listen(scaling, news);
    }

    /** Whether all caches have been filled. */
    boolean synced() {
        return all().stream().allMatch(Reflector::synced);
    }

    /** Monotonic time since when a cache is cut off; empty if none is. */
    Optional<Duration> unreachableSince() {
        return all().stream().flatMap(r -> r.unreachableSince().stream()).min(Duration::compareTo);
    }

    /** Why a cache is cut off. */
    Optional<KubeException> problem() {
        return all().stream()
                .filter(r -> r.unreachableSince().isPresent())
                .flatMap(r -> r.problem().stream())
                .findFirst();
    }

    /** What a write of ours answered is known at once. */
    void written(HasMetadata object) {
        if (object instanceof Deployment deployment) {
            deployments.written(deployment);
        } else if (object instanceof ReplicaSet replicaSet) {
            replicaSets.written(replicaSet);
        } else if (object instanceof HorizontalPodAutoscaler hpa) {
            hpas.written(hpa);
        } else if (object instanceof GenericKubernetesResource custom) {
            scaledObjects.written(custom);
        }
    }

    /** What the caches show. */
    Sight cached() {
        List<Service> found = services.find(selecting);
        Set<String> sliceKeys = new TreeSet<>();
        found.forEach(
                s -> sliceKeys.add(Keys.label(SERVICE_NAME, s.getMetadata().getName())));
        if (!heard.containsAll(sliceKeys)) {
            TreeSet<String> fresh = new TreeSet<>(sliceKeys);
            fresh.removeAll(heard);
            heard.addAll(fresh);
            slices.listen(fresh, news);
        }
        Optional<Deployment> stable = deployments.get(terms.app());
        Optional<Deployment> canary = deployments.get(terms.canaryName());
        return new Sight(
                stable,
                canary,
                replicaSets(stable, canary),
                expressionsOnly() ? pods.find(ofTemplate) : pods.findAll(selected),
                found,
                slices.find(sliceKeys),
                hpas.find(scaling),
                scaledObjects.find(scaling));
    }

    /** Asks the API server itself; fails with a {@link KubeException}. See {@link LiveReading} for what it finds. */
    CompletableFuture<Sight> live() {
        return new LiveReading(cluster, terms, selector).read(cached());
    }

    /** Selects the canary's pods, as {@code kubectl -l} takes it. */
    String canarySelector() {
        StringBuilder text = new StringBuilder();
        Optional.ofNullable(selector.getMatchLabels())
                .orElse(Map.of())
                .forEach((k, v) -> text.append(k).append('=').append(v).append(','));
        String hash = cached().replicaSets().stream()
                .filter(rs -> rs.getMetadata().getName().startsWith(terms.canaryName() + "-"))
                .map(rs -> rs.getMetadata().getLabels().getOrDefault(TemplateHash.POD_TEMPLATE_HASH, ""))
                .findFirst()
                .orElse("");
        return text + TemplateHash.POD_TEMPLATE_HASH + "=" + hash;
    }

    /** A reading as the decision wants it. */
    Seen seen(Sight sight, Seen.Frame frame) {
        return sight.seen(selector, terms, frame);
    }

    @Override
    public void close() {
        all().forEach(r -> r.forget(news));
        KINDS.forEach(kind -> informers.release(cluster, kind, terms.namespace()));
    }

    private List<Reflector<?>> all() {
        return List.of(deployments, replicaSets, pods, services, slices, hpas, scaledObjects);
    }

    private <T extends HasMetadata> Reflector<T> open(Kind<T> kind) {
        Reflector<T> reflector = informers.acquire(cluster, kind, terms.namespace());
        reflector.listenState(news);
        return reflector;
    }

    private List<String> deploymentKeys() {
        return List.of(Keys.name(terms.app()), Keys.name(terms.canaryName()));
    }

    /** Candidates: those that the selector may match, those that lie aside, and what the two Deployments own. */
    private List<ReplicaSet> replicaSets(Optional<Deployment> stable, Optional<Deployment> canary) {
        List<ReplicaSet> found = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        if (expressionsOnly()) {
            keys.addAll(ofTemplate);
            keys.add(Keys.PARKED);
        } else {
            found.addAll(replicaSets.findAll(selected));
            found.addAll(replicaSets.findAll(selectedParked));
        }
        stable.ifPresent(d -> keys.add(Keys.owner(d.getMetadata().getUid())));
        canary.ifPresent(d -> keys.add(Keys.owner(d.getMetadata().getUid())));
        found.addAll(replicaSets.find(keys));
        Map<String, ReplicaSet> byName = new TreeMap<>();
        found.forEach(each -> byName.put(each.getMetadata().getName(), each));
        return List.copyOf(byName.values());
    }

    /** Whether the selector names no label: then the template's labels find candidates, any of them. */
    private boolean expressionsOnly() {
        return selected.isEmpty();
    }

    private static List<String> keys(Map<String, String> labels, BiFunction<String, String, String> key) {
        List<String> keys = new ArrayList<>();
        new TreeMap<>(labels == null ? Map.of() : labels).forEach((k, v) -> keys.add(key.apply(k, v)));
        return keys;
    }
}
