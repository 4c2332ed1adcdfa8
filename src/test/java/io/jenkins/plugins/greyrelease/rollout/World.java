package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions.Propagation;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A cluster as small as it can be: Deployments, ReplicaSets and pods, with controllers that act only when told to
 * ({@link #tick}). What the simulator does in full is here just enough to check decisions by the thousand.
 */
final class World {
    static final String NS = "shop";

    final Map<String, Deployment> deployments = new TreeMap<>();
    final Map<String, ReplicaSet> sets = new TreeMap<>();
    final Map<String, Pod> pods = new TreeMap<>();
    final List<HorizontalPodAutoscaler> hpas = new ArrayList<>();
    final Set<String> refused = new TreeSet<>();
    final List<String> log = new ArrayList<>();
    /** Images whose pods never get ready. */
    final Set<String> broken = new TreeSet<>();

    Duration now = Duration.ZERO;
    Duration progressedAt = Duration.ZERO;
    private int counter = 100;

    /** A world with one app at rest. */
    static World of(int replicas, String... history) {
        World world = new World();
        for (String image : history) {
            Deployment before = world.deployments.get("cart");
            world.put(new DeploymentBuilder(before == null ? new Deployment() : before)
                    .editOrNewMetadata()
                    .withName("cart")
                    .withNamespace(NS)
                    .withLabels(Map.of("app", "cart"))
                    .endMetadata()
                    .editOrNewSpec()
                    .withReplicas(replicas)
                    .withSelector(Selector.of(Map.of("app", "cart")))
                    .withTemplate(Fixtures.template(image))
                    .endSpec()
                    .build());
            world.settle();
        }
        return world;
    }

    Deployment stable() {
        return deployments.get("cart");
    }

    /** Somebody else's write. */
    void edit(String name, java.util.function.UnaryOperator<DeploymentBuilder> change) {
        put(change.apply(new DeploymentBuilder(deployments.get(name))).build());
    }

    Seen seen(Terms terms) {
        return new Seen(
                Optional.ofNullable(deployments.get(terms.app())),
                Optional.ofNullable(deployments.get(terms.canaryName())),
                List.copyOf(sets.values()),
                List.copyOf(pods.values()),
                Optional.empty(),
                hpas,
                List.of(),
                refused,
                now,
                progressedAt,
                true,
                "");
    }

    /** Does a move. */
    void apply(Move.Write write) {
        log.add(write.why());
        progressedAt = now;
        if (write instanceof Move.Create<?> create) {
            assertThat(deployments)
                    .doesNotContainKey(create.object().getMetadata().getName());
            put((Deployment) create.object());
        } else if (write instanceof Move.Update<?> update && update.kind().equals(Kind.DEPLOYMENT)) {
            put((Deployment) update.object());
        } else if (write instanceof Move.Update<?> update) {
            put((ReplicaSet) update.object());
        } else if (write instanceof Move.Delete<?> delete && delete.kind().equals(Kind.DEPLOYMENT)) {
            delete(deployments.get(delete.name()), delete.options().propagation());
        } else if (write instanceof Move.Delete<?> delete) {
            ReplicaSet gone = sets.remove(delete.name());
            pods.values().removeIf(pod -> isOwner(gone, pod));
        } else {
            throw new AssertionError("not known in this world: " + write);
        }
    }

    void delete(Deployment deployment, Propagation propagation) {
        String name = deployment.getMetadata().getName();
        if (propagation == Propagation.ORPHAN) {
            deployments.put(
                    name,
                    new DeploymentBuilder(deployment)
                            .editMetadata()
                            .withDeletionTimestamp("2026-01-01T00:00:00Z")
                            .addToFinalizers("orphan")
                            .endMetadata()
                            .build());
            return;
        }
        deployments.remove(name);
        for (ReplicaSet set : ownedBy(deployment)) {
            sets.remove(set.getMetadata().getName());
            pods.values().removeIf(pod -> isOwner(set, pod));
        }
    }

    /** Runs every controller once. */
    void tick() {
        now = now.plusSeconds(1);
        collect();
        for (Deployment deployment : List.copyOf(deployments.values())) {
            sync(deployment);
        }
        for (ReplicaSet set : List.copyOf(sets.values())) {
            sync(set);
        }
    }

    void settle() {
        for (int i = 0; i < 8; i++) {
            tick();
        }
    }

    private void collect() {
        for (Deployment going : List.copyOf(deployments.values())) {
            if (going.getMetadata().getDeletionTimestamp() != null) {
                for (ReplicaSet set : ownedBy(going)) {
                    own(set, null);
                }
                deployments.remove(going.getMetadata().getName());
            }
        }
    }

    private void sync(Deployment deployment) {
        if (deployment.getMetadata().getDeletionTimestamp() != null) {
            return;
        }
        for (ReplicaSet set : List.copyOf(sets.values())) {
            boolean matches = Selector.matches(
                    deployment.getSpec().getSelector(), set.getMetadata().getLabels());
            if (isOwner(deployment, set) && !matches) {
                own(set, null);
            } else if (View.controller(set.getMetadata()).isEmpty() && matches) {
                own(set, deployment);
            }
        }
        if (View.paused(deployment)) {
            activeOrLatest(deployment).ifPresent(set -> scale(set, View.spec(deployment)));
        } else {
            roll(deployment);
        }
        status(deployments.get(deployment.getMetadata().getName()));
    }

    private void roll(Deployment deployment) {
        if (newSet(deployment).isEmpty()) {
            make(deployment);
        }
        ReplicaSet wanted = newSet(deployment).orElseThrow();
        for (ReplicaSet set : ownedBy(deployment)) {
            scale(set, set == wanted ? View.spec(deployment) : 0);
        }
    }

    private void make(Deployment deployment) {
        String hash = "h" + TemplateHash.of(deployment.getSpec().getTemplate()).substring(0, 6);
        String name = deployment.getMetadata().getName() + "-" + hash;
        // As upstream: a name that is taken is a collision, answered with another hash.
        String free = sets.containsKey(name) ? name + counter++ : name;
        long revision = 1
                + ownedBy(deployment).stream()
                        .mapToLong(ReplicaSets::revision)
                        .max()
                        .orElse(0);
        PodTemplateSpec template = new PodTemplateSpecBuilder(
                        deployment.getSpec().getTemplate())
                .editMetadata()
                .addToLabels(TemplateHash.POD_TEMPLATE_HASH, hash)
                .endMetadata()
                .build();
        put(new ReplicaSetBuilder()
                .withNewMetadata()
                .withName(free)
                .withNamespace(NS)
                .withLabels(template.getMetadata().getLabels())
                .addToAnnotations(ReplicaSets.REVISION, Long.toString(revision))
                .endMetadata()
                .withNewSpec()
                .withReplicas(0)
                .withTemplate(template)
                .endSpec()
                .build());
        own(sets.get(free), deployment);
    }

    private Optional<ReplicaSet> newSet(Deployment deployment) {
        return ownedBy(deployment).stream()
                .filter(set -> TemplateHash.same(
                        set.getSpec().getTemplate(), deployment.getSpec().getTemplate()))
                .min(Comparator.comparing(set -> set.getMetadata().getUid()));
    }

    private Optional<ReplicaSet> activeOrLatest(Deployment deployment) {
        List<ReplicaSet> owned = ownedBy(deployment);
        List<ReplicaSet> active =
                owned.stream().filter(set -> Tally.specOf(set) > 0).toList();
        if (active.isEmpty()) {
            return newSet(deployment).or(() -> owned.stream()
                    .max(Comparator.comparing(s -> s.getMetadata().getUid())));
        }
        return active.size() == 1 ? Optional.of(active.get(0)) : Optional.empty();
    }

    private void sync(ReplicaSet set) {
        List<Pod> mine = podsOf(set);
        for (int i = mine.size(); i < Tally.specOf(set); i++) {
            String name = set.getMetadata().getName() + "-" + counter++;
            pods.put(name, Fixtures.pod(name, set, false));
        }
        mine.stream()
                .sorted(Comparator.comparing(Pods::ready))
                .limit(Math.max(0, mine.size() - Tally.specOf(set)))
                .forEach(pod -> pods.remove(pod.getMetadata().getName()));
        String image =
                set.getSpec().getTemplate().getSpec().getContainers().get(0).getImage();
        for (Pod old : mine) {
            if (pods.containsKey(old.getMetadata().getName()) && !Pods.ready(old) && !broken.contains(image)) {
                pods.put(
                        old.getMetadata().getName(),
                        Fixtures.pod(old.getMetadata().getName(), set, true));
                progressedAt = now;
            }
        }
        int ready = (int) podsOf(set).stream().filter(Pods::ready).count();
        sets.put(
                set.getMetadata().getName(),
                new ReplicaSetBuilder(set)
                        .withNewStatus()
                        .withReplicas(podsOf(set).size())
                        .withAvailableReplicas(ready)
                        .endStatus()
                        .build());
    }

    List<Pod> podsOf(ReplicaSet set) {
        return pods.values().stream().filter(pod -> isOwner(set, pod)).toList();
    }

    List<ReplicaSet> ownedBy(Deployment deployment) {
        return sets.values().stream().filter(set -> isOwner(deployment, set)).toList();
    }

    int ready() {
        return (int) pods.values().stream().filter(Pods::ready).count();
    }

    private static boolean isOwner(HasMetadata owner, HasMetadata owned) {
        return View.controller(owned.getMetadata())
                .filter(ref -> ref.getUid().equals(owner.getMetadata().getUid()))
                .isPresent();
    }

    private void scale(ReplicaSet set, int replicas) {
        if (Tally.specOf(set) != replicas) {
            sets.put(
                    set.getMetadata().getName(),
                    new ReplicaSetBuilder(set)
                            .editMetadata()
                            .withResourceVersion(Integer.toString(counter++))
                            .endMetadata()
                            .editSpec()
                            .withReplicas(replicas)
                            .endSpec()
                            .build());
        }
    }

    private void own(ReplicaSet set, Deployment owner) {
        ReplicaSetBuilder builder = new ReplicaSetBuilder(set)
                .editMetadata()
                .withResourceVersion(Integer.toString(counter++))
                .withOwnerReferences(List.of())
                .endMetadata();
        if (owner != null) {
            builder.editMetadata()
                    .addNewOwnerReference()
                    .withUid(owner.getMetadata().getUid())
                    .withName(owner.getMetadata().getName())
                    .withController(true)
                    .endOwnerReference()
                    .endMetadata();
        }
        sets.put(set.getMetadata().getName(), builder.build());
    }

    private void status(Deployment deployment) {
        int updated = newSet(deployment).map(set -> podsOf(set).size()).orElse(0);
        deployments.put(
                deployment.getMetadata().getName(),
                new DeploymentBuilder(deployment)
                        .withNewStatus()
                        .withObservedGeneration(deployment.getMetadata().getGeneration())
                        .withUpdatedReplicas(updated)
                        .endStatus()
                        .build());
    }

    private void put(Deployment deployment) {
        Deployment before = deployments.get(deployment.getMetadata().getName());
        long generation = before == null ? 0 : before.getMetadata().getGeneration();
        boolean changed = before == null || !before.getSpec().equals(deployment.getSpec());
        deployments.put(
                deployment.getMetadata().getName(),
                new DeploymentBuilder(deployment)
                        .editMetadata()
                        .withUid(uid(before))
                        .withResourceVersion(version(before, deployment.getMetadata()))
                        .withGeneration(changed ? generation + 1 : generation)
                        .endMetadata()
                        .build());
    }

    private void put(ReplicaSet set) {
        ReplicaSet before = sets.get(set.getMetadata().getName());
        sets.put(
                set.getMetadata().getName(),
                new ReplicaSetBuilder(set)
                        .editMetadata()
                        .withUid(uid(before))
                        .withResourceVersion(version(before, set.getMetadata()))
                        .endMetadata()
                        .build());
    }

    private String uid(HasMetadata before) {
        return before == null ? "uid-" + counter++ : before.getMetadata().getUid();
    }

    /** Every write carries the version it was decided on. */
    private String version(HasMetadata before, ObjectMeta written) {
        assertThat(written.getResourceVersion())
                .isEqualTo(before == null ? null : before.getMetadata().getResourceVersion());
        return Integer.toString(counter++);
    }
}
