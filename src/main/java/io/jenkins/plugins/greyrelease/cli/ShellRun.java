package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Interruption;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepFailure;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One command that runs. What it says goes to a file, which is read while it grows: so nothing waits for it, and what it
 * leaves running in the background holds nothing up.
 *
 * <p>Threads: that of the pipeline; {@link #abandon} from any.
 */
final class ShellRun {
    private static final Duration LOOK = Duration.ofMillis(200);
    /** Exit codes of a shell whose command an INT or a TERM signal ended: Ctrl-C reaches the command first. */
    private static final List<Integer> SIGNALLED = List.of(130, 143);

    private static final Duration AFTER_SIGNAL = Duration.ofSeconds(2);
    private static final Duration UNTIL_KILLED = Duration.ofSeconds(10);
    private static final List<String> FILES = List.of("script.sh", "out", "log");
    private static final int CHUNK = 1 << 16;

    private final Wanted wanted;
    private final StepContext context;
    private final Path folder;
    private final Process process;
    private final Consumer<ShellRun> whenEnded;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long read;
    private Scheduler.Timer next = () -> {};
    private Interruption stopped;

    /**
     * What to run.
     *
     * @param script with {@code #!} in front, by whatever that names
     * @param returnStdout whether what it prints is the value of the step, and not logged
     * @param returnStatus whether the exit code is, and no failure
     */
    record Wanted(String script, Path directory, boolean returnStdout, boolean returnStatus, String encoding) {}

    private ShellRun(Wanted wanted, StepContext context, Path folder, Process process, Consumer<ShellRun> whenEnded) {
        this.wanted = wanted;
        this.context = context;
        this.folder = folder;
        this.process = process;
        this.whenEnded = whenEnded;
    }

    static ShellRun start(Wanted wanted, StepContext context, Consumer<ShellRun> whenEnded) throws IOException {
        Files.createDirectories(wanted.directory());
        Path folder = Files.createTempDirectory("grey-sh");
        Path script = folder.resolve("script.sh");
        Files.writeString(script, wanted.script(), Charset.forName(wanted.encoding()));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        boolean own = wanted.script().startsWith("#!");
        ProcessBuilder builder =
                new ProcessBuilder(own ? List.of(script.toString()) : List.of("sh", "-xe", script.toString()));
        builder.directory(wanted.directory().toFile()).redirectInput(new File("/dev/null"));
        if (wanted.returnStdout()) {
            builder.redirectOutput(folder.resolve("out").toFile())
                    .redirectError(folder.resolve("log").toFile());
        } else {
            builder.redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile());
        }
        builder.environment().putAll(context.env());
        return new ShellRun(wanted, context, folder, builder.start(), whenEnded);
    }

    /** Goes on until it ends, however it does. */
    void watch() {
        context.onStop(why -> {
            stopped = why;
            kill();
        });
        process.onExit().thenRun(() -> context.scheduler().execute(this::exited));
        next = context.scheduler().after(LOOK, this::look);
    }

    private void look() {
        tail();
        next = context.scheduler().after(LOOK, this::look);
    }

    /** Asks all of it to end, and makes it after a while. */
    private void kill() {
        signal(ProcessHandle::destroy);
        context.scheduler().after(UNTIL_KILLED, () -> signal(ProcessHandle::destroyForcibly));
    }

    /** Ends it when nobody hears of it any more: what it wrote goes with this process. */
    void abandon() {
        kill();
        folder.toFile().deleteOnExit();
        FILES.forEach(name -> folder.resolve(name).toFile().deleteOnExit());
    }

    private void signal(Consumer<ProcessHandle> how) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(how);
    }

    private void exited() {
        if (stopped == null && SIGNALLED.contains(process.exitValue())) {
            context.log("the command was stopped by a signal");
            context.scheduler().after(AFTER_SIGNAL, this::end);
        } else {
            end();
        }
    }

    private void end() {
        next.cancel();
        whenEnded.accept(this);
        try {
            tail();
            if (line.size() > 0) {
                say();
            }
            String printed = wanted.returnStdout()
                    ? Files.readString(folder.resolve("out"), Charset.forName(wanted.encoding()))
                    : null;
            clear();
            conclude(process.exitValue(), printed);
        } catch (IOException | UncheckedIOException e) {
            context.fail(new StepFailure("what the command said cannot be read: " + e.getMessage(), e));
        }
    }

    private void conclude(int code, String printed) {
        if (stopped != null) {
            context.fail(stopped);
        } else if (wanted.returnStatus()) {
            context.succeed(code);
        } else if (code != 0) {
            context.fail(new StepFailure("script returned exit code " + code));
        } else {
            context.succeed(printed);
        }
    }

    /** Logs whole lines that are new. */
    private void tail() {
        try (RandomAccessFile log = new RandomAccessFile(folder.resolve("log").toFile(), "r")) {
            log.seek(read);
            byte[] bytes = new byte[CHUNK];
            for (int n = log.read(bytes); n > 0; n = log.read(bytes)) {
                read += n;
                for (int i = 0; i < n; i++) {
                    if (bytes[i] == '\n') {
                        say();
                    } else {
                        line.write(bytes[i]);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading what a command says: " + e.getMessage(), e);
        }
    }

    private void say() {
        context.log("| " + line.toString(Charset.forName(wanted.encoding())));
        line.reset();
    }

    private void clear() throws IOException {
        for (String name : FILES) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.deleteIfExists(folder);
    }
}
