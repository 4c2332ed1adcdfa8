package io.jenkins.plugins.greyrelease.kube.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import io.jenkins.plugins.greyrelease.kube.client.KubernetesFleet;
import io.jenkins.plugins.greyrelease.kube.client.Login;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/**
 * The real clusters that this run was given: contexts {@code -Dgrey.contexts=a,b,c} of {@code -Dgrey.kubeconfig=FILE}.
 * What is made in them lies in namespaces of their own, which are deleted at the end.
 */
public final class RealClusters implements AutoCloseable {
    public static final String KUBECONFIG = "grey.kubeconfig";
    private static final String CONTEXTS = "grey.contexts";
    private static final Kind<Namespace> NAMESPACE =
            new Kind<>(Namespace.class, "", "v1", "Namespace", "namespaces", false);
    public static final Kind<ServiceAccount> SERVICE_ACCOUNT =
            new Kind<>(ServiceAccount.class, "", "v1", "ServiceAccount", "serviceaccounts", true);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Path kubeconfig = Path.of(System.getProperty(KUBECONFIG));
    private final List<String> names =
            List.of(System.getProperty(CONTEXTS, "real-1").split(","));
    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private final LiveScheduler scheduler = new LiveScheduler(2, errors::add);
    private final List<KubernetesFleet> clients = new ArrayList<>();
    private final List<String> namespaces = new ArrayList<>();
    private final KubernetesFleet own = client();

    /** Their contexts, which name them too. */
    public List<String> names() {
        return names;
    }

    /** A client of its own for somebody who may do everything. */
    public KubernetesFleet client() {
        return client("");
    }

    /**
     * A client of its own for somebody.
     *
     * @param user what follows the cluster's name in the name of its context: a testbed has {@code -grey}, who may do
     *     nothing until RBAC says so
     */
    public KubernetesFleet client(String user) {
        KubernetesFleet client = new KubernetesFleet(
                FleetSpec.simulated(names),
                cluster -> new Login.KubeconfigFile(kubeconfig, cluster.name() + user),
                scheduler);
        clients.add(client);
        return client;
    }

    /** One of them, as the test itself reaches it. */
    public Cluster cluster(String name) {
        return own.fleet().members().stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no context " + name + " among " + names))
                .cluster();
    }

    /** What a cluster runs, such as {@code v1.36.3}. */
    public String version(String cluster) {
        return answer(own.about(cluster)).version();
    }

    /** Time as it passes. */
    public LiveScheduler scheduler() {
        return scheduler;
    }

    /** The testbed that the clusters are of, if they are of one on this machine. */
    public Optional<Testbed> testbed() {
        Path state = kubeconfig.toAbsolutePath().getParent();
        return Files.isExecutable(state.resolve("testbed")) ? Optional.of(new Testbed(state)) : Optional.empty();
    }

    /** A new namespace in these clusters, in which pods can be made. */
    public String namespace(String prefix, List<String> clusters) {
        String name = prefix + "-" + new RandomIds().next(6);
        namespaces.add(name);
        for (String each : clusters) {
            Cluster cluster = cluster(each);
            answer(cluster.create(
                    NAMESPACE,
                    new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build(),
                    WriteOptions.FOR_REAL));
            until(
                    "what every namespace gets",
                    () -> has(cluster, SERVICE_ACCOUNT, name, "default")
                            && has(cluster, Kind.CONFIG_MAP, name, "kube-root-ca.crt"));
        }
        return name;
    }

    /** Whether it is there. */
    public boolean has(Cluster cluster, Kind<?> kind, String namespace, String name) {
        try {
            answer(cluster.get(kind, namespace, name));
            return true;
        } catch (KubeException e) {
            assertThat(e.reason()).as(e.getMessage()).isEqualTo(KubeException.Reason.NOT_FOUND);
            return false;
        }
    }

    /** The answer to a call, or its {@link KubeException}. */
    public static <T> T answer(CompletableFuture<T> call) {
        return Waiting.join(call, "an answer");
    }

    /** Lets some time pass. */
    public void pass(Duration time) {
        Duration end = scheduler.elapsed().plus(time);
        until("time to pass", () -> scheduler.elapsed().compareTo(end) >= 0, time.plus(LONGEST));
    }

    /** Waits until it holds; fails after two minutes. */
    public void until(String what, BooleanSupplier holds) {
        until(what, holds, LONGEST);
    }

    /** Waits until it holds; fails after the longest. */
    public void until(String what, BooleanSupplier holds, Duration longest) {
        Waiting.until(scheduler, what, holds, longest);
    }

    @Override
    public void close() {
        for (String namespace : namespaces) {
            for (String name : names) {
                if (has(cluster(name), NAMESPACE, null, namespace)) {
                    answer(cluster(name).delete(NAMESPACE, null, namespace, DeleteOptions.BACKGROUND));
                }
            }
        }
        clients.forEach(KubernetesFleet::close);
        scheduler.close();
        assertThat(errors).as("mistakes on the scheduler's threads").isEmpty();
    }
}
