package io.jenkins.plugins.greyrelease.rehearsal.api;

import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.NS;
import static io.jenkins.plugins.greyrelease.rehearsal.api.Given.WHO;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Listing;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.kube.WatchListener;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for every sequence of writes. */
class ConsistencyPropertiesTest {

    @Property(tries = 60)
    void aListAndTheEventsAfterItAreTheNextList(@ForAll long seed) {
        Run run = new Run(seed);
        run.writes(30);
        Listing<Deployment> begin = run.server.listing(Kind.DEPLOYMENT, NS, null);
        run.writes(30);
        Map<String, Deployment> view = new TreeMap<>();
        begin.items().forEach(d -> view.put(d.getMetadata().getName(), d));
        run.server.watch(Kind.DEPLOYMENT, NS, Selector.EVERYTHING, begin.resourceVersion(), new Applying(view));
        run.writes(30);

        assertThat(List.copyOf(view.values())).isEqualTo(run.server.list(Kind.DEPLOYMENT, NS, null));
    }

    @Property(tries = 60)
    void everyCacheEndsAsTheServer(@ForAll long seed) {
        Run run = new Run(seed);
        Informer<Deployment> cache = run.server.informer(Kind.DEPLOYMENT);
        run.server.caches().lag(() -> Duration.ofMillis(run.random.nextInt(5000)));
        run.writes(60);
        run.time.advance(Duration.ofSeconds(10));

        assertThat(cache.list(NS)).isEqualTo(run.server.list(Kind.DEPLOYMENT, NS, null));
    }

    @Property(tries = 10)
    void theSameSeedGivesTheSameHistory(@ForAll long seed) {
        Run one = new Run(seed);
        Run two = new Run(seed);
        one.writes(60);
        two.writes(60);

        assertThat(one.history).isEqualTo(two.history).isNotEmpty();
    }

    @Property(tries = 40)
    void versionsOnlyGrowAndNothingWithoutOwnersStays(@ForAll long seed) {
        Run run = new Run(seed);
        List<Long> versions = new ArrayList<>();
        run.server.observe(change -> versions.add(change.version()));
        run.writes(40);
        run.server
                .list(Kind.DEPLOYMENT, NS, null)
                .forEach(d -> run.server.create(
                        WHO,
                        Kind.REPLICA_SET,
                        Given.ownedReplicaSet(d.getMetadata().getName() + "-1", d)));
        run.server
                .list(Kind.DEPLOYMENT, NS, null)
                .forEach(d -> run.server.delete(
                        WHO, Kind.DEPLOYMENT, NS, d.getMetadata().getName(), DeleteOptions.BACKGROUND));
        run.time.advance(Duration.ofSeconds(10));

        assertThat(versions).isSorted().doesNotHaveDuplicates();
        assertThat(run.server.list(Kind.REPLICA_SET, NS, null)).isEmpty();
    }

    private static final class Run {
        private final VirtualTime time = new VirtualTime();
        private final SplittableRandom random;
        private final ApiServer server;
        private final List<String> history = new ArrayList<>();

        Run(long seed) {
            random = new SplittableRandom(seed);
            server = new ApiServer("c", time, random);
            server.observe(change -> history.add(change.version() + " " + change.verb() + " "
                    + change.object().getMetadata()));
        }

        void writes(int count) {
            for (int i = 0; i < count; i++) {
                time.advance(Duration.ofMillis(random.nextInt(100)));
                String name = "d" + random.nextInt(5);
                try {
                    write(name);
                } catch (KubeException e) {
                    assertThat(e.reason()).isIn(KubeException.Reason.NOT_FOUND, KubeException.Reason.ALREADY_EXISTS);
                }
            }
        }

        private void write(String name) {
            switch (random.nextInt(4)) {
                case 0 -> server.delete(WHO, Kind.DEPLOYMENT, NS, name, DeleteOptions.BACKGROUND);
                case 1 -> server.scale(WHO, Kind.DEPLOYMENT, NS, name, random.nextInt(9));
                default -> server.create(WHO, Kind.DEPLOYMENT, Given.deployment(name));
            }
        }
    }

    private record Applying(Map<String, Deployment> view) implements WatchListener<Deployment> {
        @Override
        public void opened() {
            // the view begins with what was listed; being connected changes nothing in it
        }

        @Override
        public void event(Type type, Deployment object) {
            String name = object.getMetadata().getName();
            boolean there = type == Type.DELETED ? view.remove(name) != null : view.put(name, object) != null;
            assertThat(there).as("%s %s", type, name).isEqualTo(type != Type.ADDED);
        }

        @Override
        public void bookmark(String resourceVersion) {
            assertThat(Long.parseLong(resourceVersion)).isPositive();
        }

        @Override
        public void closed(KubeException cause) {
            throw cause;
        }
    }
}
