package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.http.AsyncClient;
import io.jenkins.plugins.greyrelease.http.LiveClients;
import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.Patience;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.image.Copied;
import io.jenkins.plugins.greyrelease.image.CopyPlan;
import io.jenkins.plugins.greyrelease.image.CopyPlan.Link;
import io.jenkins.plugins.greyrelease.image.CopyTask;
import io.jenkins.plugins.greyrelease.image.Digest;
import io.jenkins.plugins.greyrelease.image.DistributionRegistry;
import io.jenkins.plugins.greyrelease.image.ImageCopy;
import io.jenkins.plugins.greyrelease.image.Outcome;
import io.jenkins.plugins.greyrelease.image.Registry;
import io.jenkins.plugins.greyrelease.image.Spreader;
import io.jenkins.plugins.greyrelease.rehearsal.registry.RegistryNet;
import io.jenkins.plugins.greyrelease.rehearsal.registry.SampleImage;
import io.jenkins.plugins.greyrelease.rehearsal.registry.ServedRegistries;
import io.jenkins.plugins.greyrelease.rehearsal.registry.StandInRegistry;
import io.jenkins.plugins.greyrelease.rehearsal.registry.Traffic.Amounts;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One image, one registry that has it, five that get it in two tiers, all on this machine's loopback. */
final class CopyBench implements AutoCloseable {
    static final List<String> DESTINATIONS = List.of("prod", "gd9", "bj1", "sh2", "hk1");

    private static final Map<String, String> UPSTREAMS =
            Map.of("prod", "test", "gd9", "test", "bj1", "prod", "sh2", "prod", "hk1", "gd9");
    private static final String REPOSITORY = "shop/cart";
    private static final String WARM_REPOSITORY = "shop/warm";
    private static final int WARM = 12_000_000;
    private static final int BUFFER = 1 << 16;
    private static final int CHUNK = 8 << 20;
    private static final int BLOBS_AT_ONCE = 2;

    private final Scheduler scheduler;
    private final RegistryNet net;
    private final ServedRegistries served;
    private final SampleImage image;
    private final SampleImage warm;
    private final HttpClient transport = LiveClients.of(HttpClient.newBuilder(), Optional.empty());

    /**
     * What went over one link.
     *
     * @param bytes of blobs that arrived at the destination
     * @param once how many blobs were read once and written once
     */
    record LinkCount(Link link, long bytes, int once, Duration took) {}

    /** All links, once. */
    record Round(List<LinkCount> links, Duration took, CpuUse cpu) {
        /** Of blobs that arrived. */
        long bytes() {
            return links.stream().mapToLong(LinkCount::bytes).sum();
        }
    }

    /** What something cost by the clock, and of the cores. */
    record Spent(Duration took, Duration cpu) {}

    /** @throws IOException if no ports can be had */
    CopyBench(Scheduler scheduler, int megabytes, int layers) throws IOException {
        this.scheduler = scheduler;
        this.net = new RegistryNet(scheduler);
        this.served = new ServedRegistries(net);
        int[] sizes = new int[layers];
        // two platforms
        Arrays.fill(sizes, megabytes * 500_000 / layers);
        image = SampleImage.index("bench", List.of("amd64", "arm64"), sizes);
        int part = Math.min(WARM, megabytes * 250_000);
        warm = SampleImage.of("warm", part, part);
        StandInRegistry source = served.add("test").open();
        source.put(REPOSITORY, "1.0", image);
        source.put(WARM_REPOSITORY, "1.0", warm);
        for (String name : DESTINATIONS) {
            served.add(name).open();
        }
    }

    long size() {
        return image.size();
    }

    int blobs() {
        return image.blobs().size();
    }

    /** Copies to all, as often as it is called; fails as the first link that failed. */
    Round copy(int parallel) {
        return copy(parallel, task(REPOSITORY, image.digest()));
    }

    /** Has this Java runtime compile what is measured next. */
    void warmUp(int parallel) {
        copy(parallel, task(WARM_REPOSITORY, warm.digest()));
    }

    private static CopyTask task(String repository, String digest) {
        return new CopyTask(repository, Digest.of(digest), List.of("1.0"), List.of(), false);
    }

    private Round copy(int parallel, CopyTask task) {
        net.traffic().reset();
        CpuUse before = CpuUse.now();
        Duration begun = scheduler.elapsed();
        CopyPlan plan = CopyPlan.of("test", DESTINATIONS, UPSTREAMS);
        List<Outcome<Copied>> outcomes =
                new Spreader<>(plan, parallel, link -> copy(link, task)).run().join();
        Duration took = scheduler.elapsed().minus(begun);
        CpuUse cpu = CpuUse.now().since(before);
        List<LinkCount> counts = new ArrayList<>();
        for (Outcome<Copied> outcome : outcomes) {
            if (outcome instanceof Outcome.Done<Copied> done) {
                counts.add(count(done.link(), done.result().took()));
            } else if (outcome instanceof Outcome.Failed<Copied> failed) {
                throw new IllegalStateException(failed.link() + ": " + failed.why(), failed.failure());
            }
        }
        return new Round(counts, took, cpu);
    }

    private CompletableFuture<Copied> copy(Link link, CopyTask task) {
        return new ImageCopy(client(link, link.from()), client(link, link.to()), scheduler, BLOBS_AT_ONCE)
                .copy(task, progress -> {});
    }

    /** Each link has clients of its own, so that the registries count it by itself. */
    private Registry client(Link link, String name) {
        StandInRegistry registry = net.named(name).orElseThrow();
        HttpClient named = new Named(transport, named(link));
        return new DistributionRegistry(
                name,
                URI.create(registry.url()),
                Login.Anonymous::new,
                new PatientClient(named, scheduler, new RandomIds(), Patience.USUAL));
    }

    private static String named(Link link) {
        return link.from() + "-to-" + link.to();
    }

    private LinkCount count(Link link, Duration took) {
        Amounts read = net.traffic().on(named(link), link.from());
        Amounts written = net.traffic().on(named(link), link.to());
        int once = (int) written.blobs().entrySet().stream()
                .filter(each -> each.getValue() == 1
                        && Integer.valueOf(1).equals(read.blobs().get(each.getKey())))
                .count();
        return new LinkCount(link, written.up(), once, took);
    }

    /** What the same amount costs over a plain connection, from one thread to another. */
    Spent raw(long bytes) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket sender = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket receiver = server.accept()) {
            Duration begun = scheduler.elapsed();
            Duration used = CpuUse.ofThisThread();
            CompletableFuture<Duration> sent = CompletableFuture.supplyAsync(() -> send(sender, bytes));
            InputStream in = receiver.getInputStream();
            byte[] buffer = new byte[BUFFER];
            long left = bytes;
            while (left > 0) {
                int read = in.read(buffer);
                if (read < 0) {
                    throw new IOException("loopback ended early");
                }
                left -= read;
            }
            Duration sending = sent.join();
            return new Spent(
                    scheduler.elapsed().minus(begun),
                    CpuUse.ofThisThread().minus(used).plus(sending));
        }
    }

    /** What hashing the same amount costs, as it is done once on its way. */
    Spent hash(long bytes) {
        Duration begun = scheduler.elapsed();
        Duration used = CpuUse.ofThisThread();
        byte[] chunk = new byte[CHUNK];
        for (long left = bytes; left > 0; left -= CHUNK) {
            Digest.sha256(chunk);
        }
        return new Spent(scheduler.elapsed().minus(begun), CpuUse.ofThisThread().minus(used));
    }

    private static Duration send(Socket sender, long bytes) {
        try {
            Duration used = CpuUse.ofThisThread();
            OutputStream out = sender.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (long left = bytes; left > 0; left -= BUFFER) {
                out.write(buffer, 0, (int) Math.min(left, BUFFER));
            }
            return CpuUse.ofThisThread().minus(used);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        served.close();
    }

    /** The JDK's client under a name. */
    private static final class Named extends AsyncClient {
        private final HttpClient client;
        private final String name;

        Named(HttpClient client, String name) {
            this.client = client;
            this.name = name;
        }

        @Override
        public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
            HttpRequest mine = HttpRequest.newBuilder(request, (header, value) -> true)
                    .header("User-Agent", name)
                    .build();
            return client.sendAsync(mine, handler);
        }
    }
}
