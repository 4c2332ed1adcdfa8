package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.harbor.Brought;
import io.jenkins.plugins.greyrelease.harbor.Harbor;
import io.jenkins.plugins.greyrelease.harbor.ImageSync;
import io.jenkins.plugins.greyrelease.harbor.Site;
import io.jenkins.plugins.greyrelease.harbor.Wish;
import io.jenkins.plugins.greyrelease.image.CopyPlan;
import io.jenkins.plugins.greyrelease.image.Descriptor;
import io.jenkins.plugins.greyrelease.image.Digest;
import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.image.Outcome;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.image.Registries.Member;
import io.jenkins.plugins.greyrelease.image.Registry;
import io.jenkins.plugins.greyrelease.runtime.Names;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * {@code harborSync}: looks up which digest is meant, and has it brought to every registry that was named. Done again, it
 * does only what is left.
 *
 * <p>Threads: everything happens on the host's threads.
 */
final class HarborSyncRun implements ErrandRun {
    /** How long it may see, after a restart, whether the image is there when its time is up. */
    private static final Duration LAST_LOOK = Duration.ofMinutes(1);

    private final Host host;
    private final HarborSyncArgs args;
    private ImageSync sync;
    private String stoppedBy;

    HarborSyncRun(Host host, HarborSyncArgs args) {
        this.host = host;
        this.args = args;
    }

    @Override
    public CompletableFuture<StepOutcome> start() {
        Registries registries = host.registries();
        Optional<Registry> source = registries.reach(args.image());
        List<String> problems = problems(registries, source.isPresent());
        if (!problems.isEmpty()) {
            return CompletableFuture.completedFuture(refused(String.join("\n", problems)));
        }
        ImageRef meant = meant();
        return source.get()
                .resolve(meant.repository(), meant.reference())
                .handle((found, failure) -> {
                    if (failure != null) {
                        return CompletableFuture.completedFuture(refused(
                                "which digest " + meant + " stands for could not be found out: " + words(failure)));
                    }
                    return found.map(Descriptor::digest)
                            .map(digest ->
                                    kept(meant, digest).thenCompose(done -> bring(registries, source.get(), digest)))
                            .orElseGet(() -> CompletableFuture.completedFuture(
                                    refused("registry " + source.get().name() + " has no image " + meant
                                            + "; check its name, or build it first")));
                })
                .thenCompose(outcome -> outcome);
    }

    /** The image with the digest that its tag had when this step began, which may have been before a restart. */
    private ImageRef meant() {
        Optional<ImageRef> before =
                host.kept(Tags.note(args.image())).map(Digest::of).map(args.image()::at);
        before.ifPresent(image -> host.log("goes on with " + image + ", as it was when this step began"));
        return before.orElse(args.image());
    }

    /** Keeps what a tag was found to mean, before anything is done with it. */
    private CompletableFuture<Void> kept(ImageRef meant, Digest digest) {
        if (meant.digest().isPresent()) {
            return CompletableFuture.completedFuture(null);
        }
        host.log(meant + " is " + digest + " now: that is what is brought");
        return host.keep(Tags.note(meant), digest.toString());
    }

    private List<String> problems(Registries registries, boolean reached) {
        List<String> problems = new ArrayList<>();
        List<String> known = registries.all().stream().map(Member::name).toList();
        args.to().stream()
                .filter(name -> !known.contains(name))
                .map(name -> "to: there is no registry '" + name + "'" + Names.hint(name, known)
                        + (known.isEmpty() ? "; none is configured" : " (there are: " + String.join(", ", known) + ")"))
                .forEach(problems::add);
        if (!reached) {
            problems.add("image: " + args.image() + " is in no registry that is configured; there are: "
                    + (known.isEmpty() ? "none" : String.join(", ", known)));
        }
        return problems;
    }

    private CompletableFuture<StepOutcome> bring(Registries registries, Registry source, Digest digest) {
        Map<String, Site> sites = new TreeMap<>();
        Map<String, String> upstreams = new TreeMap<>();
        registries.all().forEach(member -> {
            sites.put(member.name(), site(member));
            member.spec().upstream().ifPresent(upstream -> upstreams.put(member.name(), upstream));
        });
        String from = registries
                .byHost(args.image().registry())
                .map(Member::name)
                .orElseGet(() -> {
                    String host = args.image().registry();
                    sites.put(host, new Site(host, "https://" + host, source, Optional.empty()));
                    return host;
                });
        Wish wish = new Wish(
                args.image().repository(),
                digest,
                args.image().tag().stream().toList(),
                args.via(),
                Until.left(host, args.timeout(), LAST_LOOK),
                args.maxSeverity(),
                args.signed());
        ImageSync begins = new ImageSync(
                wish,
                CopyPlan.of(from, args.to(), upstreams),
                sites,
                new ImageSync.Surroundings(host.scheduler(), host.ids(), host::log));
        synchronized (this) {
            if (stoppedBy != null) {
                return CompletableFuture.completedFuture(new StepOutcome(
                        Status.ABORTED, "stopped by " + stoppedBy + " before anything was copied", Map.of()));
            }
            sync = begins;
        }
        return begins.run().thenApply(outcomes -> outcome(registries, digest, outcomes));
    }

    private static Site site(Member member) {
        URI url = URI.create(member.spec().url());
        Harbor harbor = new Harbor(member.name(), url, member.login(), member.client());
        return new Site(member.name(), member.spec().url(), member.registry(), Optional.of(harbor));
    }

    private StepOutcome outcome(Registries registries, Digest digest, List<Outcome<Brought>> outcomes) {
        Map<String, Object> result = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (Outcome<Brought> outcome : outcomes) {
            String to = outcome.link().to();
            if (outcome instanceof Outcome.Failed<Brought> failure) {
                failed.add(to);
                String whose = "registry " + to + ": ";
                // a call that failed there says so itself
                problems.add((failure.why().startsWith(whose) ? "" : whose) + failure.why());
            } else if (outcome instanceof Outcome.NotTried<Brought> notTried) {
                failed.add(to);
                problems.add("registry " + to + ": was not tried, since it gets the image from registry "
                        + notTried.because() + ", where it did not arrive");
            }
        }
        args.to().stream()
                .filter(name -> !failed.contains(name))
                .forEach(name -> result.put(name, reference(registries.byName(name), digest)));
        if (problems.isEmpty()) {
            return new StepOutcome(Status.SUCCESS, "", result);
        }
        boolean aborted;
        synchronized (this) {
            aborted = stoppedBy != null;
        }
        return new StepOutcome(aborted ? Status.ABORTED : Status.FAILURE, String.join("\n", problems), result);
    }

    private String reference(Member member, Digest digest) {
        ImageRef there = args.image().in(member.spec().host()).at(digest);
        return there.toString();
    }

    private StepOutcome refused(String why) {
        return new StepOutcome(Status.REFUSED, why, Map.of());
    }

    private static String words(Throwable failure) {
        return String.valueOf(Failures.cause(failure).getMessage());
    }

    @Override
    public void stop(String by) {
        ImageSync running;
        synchronized (this) {
            stoppedBy = by;
            running = sync;
        }
        if (running != null) {
            running.stop(by);
        }
    }

    @Override
    public synchronized String status() {
        return sync == null ? "looks up " + args.image() : sync.status();
    }
}
