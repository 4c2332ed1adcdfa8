package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ControllerManager;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.ImageBehaviours;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.SimNodes;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A release decided on a simulated cluster with real controllers, each decision on a live read. */
final class Sim {
    static final String USER = "kubectl";

    final VirtualTime time = new VirtualTime();
    final ApiServer api;
    final ImageBehaviours images = new ImageBehaviours();
    final ControllerManager controllers;
    final List<String> log = new ArrayList<>();
    final Set<String> refused = new TreeSet<>();
    /** What the decision gets to see; a test may blind it. */
    UnaryOperator<Seen> lens = seen -> seen;
    /** Called after every write. */
    Runnable afterWrite = () -> {};

    Terms terms;
    private Duration progressedAt = Duration.ZERO;
    private int best;

    Sim(long seed, int replicas, String... history) {
        SplittableRandom random = new SplittableRandom(seed);
        api = new ApiServer("gd9-a", time, random);
        SimNodes.create(api, 6, 3, "16", "64Gi");
        controllers = new ControllerManager(api, time, random, images);
        service();
        for (String image : history) {
            Optional<Deployment> before = find("cart");
            if (before.isEmpty()) {
                api.create(USER, Kind.DEPLOYMENT, deployment(replicas, image));
            } else {
                edit("cart", d -> d.editSpec().withTemplate(template(image)).endSpec());
            }
            settle();
        }
        release("cart:v2", 2, 0);
    }

    /** Says what is released: the template as the server admits it. */
    void release(String image, int maxSurge, int maxUnavailable) {
        Terms wanted = Run.terms(image, maxSurge, maxUnavailable);
        Deployment stable = find("cart").orElseThrow();
        PodTemplateSpec admitted = new PodTemplateSpecBuilder(stable.getSpec().getTemplate())
                .editSpec()
                .editFirstContainer()
                .withImage(image)
                .endContainer()
                .endSpec()
                .build();
        terms = new TermsLike(wanted).template(admitted).build();
    }

    private static PodTemplateSpec template(String image) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .addToLabels("app", "cart")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("server")
                .withImage(image)
                .withNewReadinessProbe()
                .withPeriodSeconds(2)
                .withNewHttpGet()
                .withPort(new IntOrString(8080))
                .endHttpGet()
                .endReadinessProbe()
                .endContainer()
                .endSpec()
                .build();
    }

    private static Deployment deployment(int replicas, String image) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("cart")
                .withNamespace(World.NS)
                .addToLabels("app", "cart")
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .addToMatchLabels("app", "cart")
                .endSelector()
                .withTemplate(template(image))
                .endSpec()
                .build();
    }

    private void service() {
        api.create(
                USER,
                Kind.SERVICE,
                new ServiceBuilder()
                        .withNewMetadata()
                        .withName("cart")
                        .withNamespace(World.NS)
                        .endMetadata()
                        .withNewSpec()
                        .addToSelector("app", "cart")
                        .addNewPort()
                        .withPort(80)
                        .withTargetPort(new IntOrString(8080))
                        .endPort()
                        .endSpec()
                        .build());
    }

    Optional<Deployment> find(String name) {
        try {
            return Optional.of(api.get(Kind.DEPLOYMENT, World.NS, name));
        } catch (KubeException e) {
            assertThat(e.reason()).isEqualTo(KubeException.Reason.NOT_FOUND);
            return Optional.empty();
        }
    }

    Deployment stable() {
        return find("cart").orElseThrow();
    }

    void edit(String name, UnaryOperator<DeploymentBuilder> change) {
        api.update(
                USER,
                Kind.DEPLOYMENT,
                change.apply(new DeploymentBuilder(find(name).orElseThrow())).build());
    }

    List<Pod> pods() {
        return api.list(Kind.POD, World.NS, null);
    }

    List<ReplicaSet> sets() {
        return api.list(Kind.REPLICA_SET, World.NS, null);
    }

    /** Names of the pods that are there, with their restarts. */
    Map<String, Integer> living() {
        return pods().stream()
                .filter(Pods::active)
                .collect(Collectors.toMap(
                        pod -> pod.getMetadata().getUid(), Pods::restarts, Integer::sum, TreeMap::new));
    }

    long ready() {
        return pods().stream().filter(Pods::active).filter(Pods::ready).count();
    }

    Seen seen() {
        Set<String> serving = new TreeSet<>();
        for (EndpointSlice slice : api.list(Kind.ENDPOINT_SLICE, World.NS, null)) {
            slice.getEndpoints().stream()
                    .filter(e -> Boolean.TRUE.equals(e.getConditions().getReady()))
                    .forEach(e -> serving.add(e.getTargetRef().getName()));
        }
        Seen seen = new Seen(
                find("cart"),
                find(terms.canaryName()),
                sets(),
                pods(),
                Optional.of(serving),
                api.list(Kind.HPA, World.NS, null),
                List.of(),
                refused,
                time.elapsed(),
                progressedAt,
                true,
                "");
        int now = seen.stable().isEmpty()
                ? 0
                : View.of(seen, new Goal.Hold(), terms).fresh().available();
        if (now > best) {
            progressedAt = time.elapsed();
        }
        best = Math.max(best, now);
        return lens.apply(seen);
    }

    Move decide(Goal goal) {
        return Decision.next(seen(), goal, terms);
    }

    /** Another process takes over: what the last one remembered is lost. */
    void crash(Duration away) {
        time.advance(away);
        refused.clear();
        progressedAt = time.elapsed();
    }

    /** One decision; a write is done as the engine would do it. */
    Move step(Goal goal) {
        Move move = decide(goal);
        if (move instanceof Move.Write write) {
            try {
                write(write);
                log.add(time.elapsed().toMillis() + " " + write.why());
                progressedAt = time.elapsed();
                best = 0;
                afterWrite.run();
            } catch (KubeException e) {
                refuse(write, e);
            }
        }
        time.advance(Duration.ofMillis(move instanceof Move.Wait ? 150 : 20));
        return move;
    }

    private void refuse(Move.Write write, KubeException answer) {
        log.add(time.elapsed().toMillis() + " " + write.why() + " -> " + answer.reason());
        if (answer.reason() == KubeException.Reason.FORBIDDEN || answer.reason() == KubeException.Reason.INVALID) {
            assertThat(write).isInstanceOf(Move.Update.class);
            Move.Update<?> update = (Move.Update<?>) write;
            refused.add(update.kind().named(update.object().getMetadata().getName()));
        } else {
            assertThat(answer.reason()).isIn(KubeException.Reason.CONFLICT, KubeException.Reason.NOT_FOUND);
        }
    }

    private void write(Move.Write write) {
        if (write instanceof Move.Create<?> create) {
            create(create);
        } else if (write instanceof Move.Update<?> update) {
            update(update);
        } else if (write instanceof Move.Change<?> change) {
            api.patch(Labels.MANAGER, change.kind(), change.namespace(), change.name(), change.patch());
        } else if (write instanceof Move.Delete<?> delete) {
            api.delete(Labels.MANAGER, delete.kind(), delete.namespace(), delete.name(), delete.options());
        }
    }

    private <T extends HasMetadata> void create(Move.Create<T> create) {
        api.create(Labels.MANAGER, create.kind(), create.object());
    }

    private <T extends HasMetadata> void update(Move.Update<T> update) {
        api.update(Labels.MANAGER, update.kind(), update.object());
    }

    /** Decides and does until it is reached, failed or stopped. */
    Move drive(Goal goal) {
        for (int turn = 0; turn < 6000; turn++) {
            Move move = step(goal);
            if (!(move instanceof Move.Write) && !(move instanceof Move.Wait)) {
                return move;
            }
        }
        throw new AssertionError("no end towards " + goal + ", now " + decide(goal) + "\n" + tail());
    }

    Move.Reached reach(Goal goal) {
        Move end = drive(goal);
        assertThat(end).as(this::tail).isInstanceOf(Move.Reached.class);
        return (Move.Reached) end;
    }

    /** Drives until a write whose words contain this has been done. */
    void until(Goal goal, String words) {
        int from = log.size();
        for (int turn = 0; turn < 5000; turn++) {
            step(goal);
            if (log.subList(from, log.size()).stream().anyMatch(line -> line.contains(words))) {
                return;
            }
        }
        throw new AssertionError("never '" + words + "', now " + decide(goal) + "\n" + tail());
    }

    String tail() {
        return String.join("\n", log.subList(Math.max(0, log.size() - 40), log.size()));
    }

    void settle() {
        time.advance(Duration.ofMinutes(2));
    }

    /** A cluster whose canary has all pods and which is about to be promoted. */
    static Sim whole(long seed, int replicas, String... history) {
        Sim sim = new Sim(seed, replicas, history);
        sim.reach(new Goal.Grow(1, replicas));
        return sim;
    }

    /** One Deployment, awake and clean, on this image with so many pods; all history its own and in order. */
    void assertEnded(String image, int replicas, String uid) {
        settle();
        Deployment stable = stable();
        assertThat(api.list(Kind.DEPLOYMENT, World.NS, null))
                .as(this::tail)
                .extracting(d -> d.getMetadata().getName())
                .containsExactly("cart");
        assertThat(stable.getMetadata().getUid()).isEqualTo(uid);
        assertThat(stable.getMetadata().getLabels()).isEqualTo(Map.of("app", "cart"));
        assertThat(View.paused(stable)).isFalse();
        assertThat(stable.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getImage())
                .isEqualTo(image);
        assertThat(View.spec(stable)).isEqualTo(replicas);
        assertThat(stable.getStatus().getAvailableReplicas()).isEqualTo(replicas);
        assertThat(living()).hasSize(replicas);
        assertThat(sets())
                .as(this::tail)
                .noneMatch(ReplicaSets::isParked)
                .allMatch(set -> View.owns(stable, set))
                .allMatch(set -> Tally.specOf(set)
                        == (TemplateHash.same(
                                        set.getSpec().getTemplate(),
                                        stable.getSpec().getTemplate())
                                ? replicas
                                : 0));
    }
}
