package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** {@code sh}, for real: with {@code sh -xe} as Jenkins does it, in the folder and environment of the call. */
final class ShellStep implements StepHandler {
    private final StepSpec spec;
    private final Set<ShellRun> running = ConcurrentHashMap.newKeySet();

    /** @param spec as a rehearsal has it */
    ShellStep(StepSpec spec) {
        this.spec = spec;
    }

    @Override
    public StepSpec spec() {
        return spec;
    }

    @Override
    public void start(StepContext context, Map<String, Object> args, Body body) {
        ShellRun.Wanted wanted = new ShellRun.Wanted(
                String.valueOf(args.get("script")),
                Path.of(context.build().workspace().root())
                        .resolve(context.scope().directory()),
                Boolean.TRUE.equals(args.get("returnStdout")),
                Boolean.TRUE.equals(args.get("returnStatus")),
                String.valueOf(args.getOrDefault("encoding", "UTF-8")));
        try {
            ShellRun run = ShellRun.start(wanted, context, running::remove);
            running.add(run);
            run.watch();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "sh could not be started in " + wanted.directory() + ": " + e.getMessage(), e);
        }
    }

    /** Ends what runs, for nobody hears of it any more; from any thread. */
    void stop() {
        running.forEach(ShellRun::abandon);
    }
}
