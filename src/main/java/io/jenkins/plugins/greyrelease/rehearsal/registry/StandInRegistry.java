package io.jenkins.plugins.greyrelease.rehearsal.registry;

import io.jenkins.plugins.greyrelease.rehearsal.registry.Repository.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * One registry of a {@link RegistryNet}, kept in memory: the distribution API and Harbor's own as far as it is used.
 *
 * <p>Thread-safe: requests and what tests do to it are done one after the other.
 */
public final class StandInRegistry {
    private final String name;
    private final String url;
    private final RegistryNet net;
    private final RegistryFaults faults = new RegistryFaults();
    private final Guard guard = new Guard(this);
    private final DistributionApi distribution = new DistributionApi(this);
    private final Replications replications = new Replications(this);
    private final Scans scans = new Scans(this);
    private final HarborApi harbor = new HarborApi(this, replications, scans);
    private final Map<String, Repository> repositories = new TreeMap<>();

    StandInRegistry(String name, String url, RegistryNet net) {
        this.name = name;
        this.url = url;
        this.net = net;
    }

    /** Its name in the network, and in {@link Traffic}. */
    public String name() {
        return name;
    }

    /** Scheme, host and port: where it is. */
    public String url() {
        return url;
    }

    /** Host and port, as image references begin with it. */
    public String host() {
        return url.replaceFirst("^https?://", "");
    }

    /** What goes wrong here. */
    public RegistryFaults faults() {
        return faults;
    }

    /** Lets somebody in. */
    public StandInRegistry with(Account account) {
        synchronized (this) {
            guard.add(account);
        }
        return this;
    }

    /** Lets everybody do everything, without a login. */
    public StandInRegistry open() {
        synchronized (this) {
            guard.open();
        }
        return this;
    }

    /** All tokens that were given out are good for nothing any more. */
    public void forgetTokens() {
        synchronized (this) {
            guard.forgetTokens();
        }
    }

    /** Puts an image there, all its parts, without any traffic; the tag is moved if it was elsewhere. */
    public void put(String repository, String tag, SampleImage image) {
        put(repository, image);
        synchronized (this) {
            repository(repository).tags.put(tag, image.digest());
        }
    }

    /** As above, without a tag. */
    public void put(String repository, SampleImage image) {
        synchronized (this) {
            Repository to = repository(repository);
            image.blobs().forEach(blob -> {
                String digest = Bytes.digest(blob);
                net.contents().keep(digest, () -> blob);
                to.blobs.add(digest);
            });
            image.manifests().forEach(m -> to.manifests.put(Bytes.digest(m.content()), m.stored()));
        }
    }

    /** Says that it has an image of this digest, whose content nobody knows: who reads it gets another one's. */
    public void claim(String repository, String digest) {
        SampleImage unknown = SampleImage.of(digest, 1);
        put(repository, digest.replace(':', '-'), unknown);
        synchronized (this) {
            Repository to = repository(repository);
            Repository.Manifest content = to.manifests.remove(unknown.digest());
            to.tags.remove(digest.replace(':', '-'));
            to.manifests.put(digest, new Repository.Manifest(digest, content.type(), content.content()));
        }
    }

    /** Digest of a tag or digest that is there. */
    public Optional<String> digest(String repository, String reference) {
        synchronized (this) {
            return find(repository).flatMap(r -> r.manifest(reference)).map(Manifest::digest);
        }
    }

    /** Digests of all blobs of a repository. */
    public Set<String> blobs(String repository) {
        synchronized (this) {
            return find(repository)
                    .<Set<String>>map(r -> new TreeSet<>(r.blobs))
                    .orElse(Set.of());
        }
    }

    /** Takes an image away: its manifest, and tags on it. */
    public void remove(String repository, String reference) {
        synchronized (this) {
            find(repository).flatMap(r -> r.manifest(reference)).ifPresent(m -> {
                repository(repository).manifests.remove(m.digest());
                repository(repository).tags.values().removeIf(m.digest()::equals);
            });
        }
    }

    /** Loses the bytes of a blob, as a broken disk does; manifests that refer to it stay. */
    public void lose(String repository, String blob) {
        synchronized (this) {
            repository(repository).blobs.remove(blob);
        }
    }

    /**
     * Adds a replication policy.
     *
     * @return its id
     */
    public synchronized long replicate(ReplicationPolicy policy) {
        return replications.add(policy);
    }

    /** Deletes a replication policy, and its executions with it. */
    public synchronized void removePolicy(long id) {
        replications.remove(id);
    }

    /** What scans of this digest find at worst, such as {@code High}; {@code None} if not said. */
    public synchronized void severity(String digest, String severity) {
        scans.severity(digest, severity);
    }

    /** Scans end in an error. */
    public synchronized void breakScans() {
        scans.breaks();
    }

    /** There is no scanner. */
    public synchronized void withoutScanner() {
        scans.none();
    }

    /** Answers a request. */
    public HttpReply handle(HttpCall call) {
        synchronized (this) {
            traffic().request(call.client(), name);
            return faults.instead(call).orElseGet(() -> answer(call));
        }
    }

    private HttpReply answer(HttpCall call) {
        if (call.path().equals("/service/token")) {
            return guard.token(call);
        }
        if (call.path().equals("/v2") || call.path().startsWith("/v2/")) {
            return distribution.handle(call);
        }
        if (call.path().startsWith(HarborApi.ROOT)) {
            return harbor.handle(call);
        }
        return HttpReply.refusal(404, "NOT_FOUND", "there is nothing at " + call.path());
    }

    /** Harbor's answer if a blob is more than the project may hold; empty: there is room. */
    Optional<HttpReply> overQuota(String repository, String digest) {
        String project = repository.replaceFirst("/.*", "");
        Set<String> held = new TreeSet<>();
        repositories.forEach((name, r) -> {
            if (name.equals(project) || name.startsWith(project + "/")) {
                held.addAll(r.blobs);
            }
        });
        long used = held.stream().mapToLong(d -> contents().get(d).length).sum();
        long more = held.contains(digest) ? 0 : contents().get(digest).length;
        if (used + more <= faults.quota(project)) {
            return Optional.empty();
        }
        String message = "Quota exceeded when processing the request of adding " + more
                + " B of storage resource, which when updated to current usage of " + used
                + " B will exceed the configured upper limit of " + faults.quota(project) + " B.";
        return Optional.of(HttpReply.refusal(403, "DENIED", message));
    }

    Collection<String> repositories() {
        return Collections.unmodifiableCollection(List.copyOf(repositories.keySet()));
    }

    /** A repository that is there. */
    Optional<Repository> find(String repository) {
        return Optional.ofNullable(repositories.get(repository));
    }

    /** A repository, made if need be. */
    Repository repository(String repository) {
        return repositories.computeIfAbsent(repository, r -> new Repository());
    }

    Guard guard() {
        return guard;
    }

    Contents contents() {
        return net.contents();
    }

    Traffic traffic() {
        return net.traffic();
    }

    String nextId() {
        return net.nextId();
    }

    /**
     * Does something later, when nothing else is done here. It may take hold of another registry too: of all that do,
     * one at a time.
     */
    void after(Duration delay, Runnable task) {
        net.scheduler().after(delay, () -> {
            synchronized (net.timers()) {
                synchronized (this) {
                    task.run();
                }
            }
        });
    }

    /** Does something while nothing else is done here. */
    synchronized <T> T locked(Supplier<T> work) {
        return work.get();
    }

    /** How long bytes take from one registry to another. */
    Duration linkTime(StandInRegistry from, StandInRegistry to, long bytes) {
        RegistryNet.Speed speed = net.speed(new Traffic.Link("registry:" + from.name(), to.name()));
        return speed.delay().plus(speed.of(bytes));
    }

    Duration elapsed() {
        return net.scheduler().elapsed();
    }

    Instant now() {
        return net.scheduler().now();
    }
}
