package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.cli.Grey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command {@code grey} in a process of its own. */
final class GreyProcess {
    private final Process process;
    private final Path said;
    private final List<String> words;

    /** Runs it in this folder. */
    GreyProcess(Path folder, List<String> words) throws IOException {
        this.words = words;
        said = Files.createTempFile(folder, "grey", ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                absolute(System.getProperty("java.class.path")),
                Grey.class.getName()));
        command.addAll(words);
        process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
    }

    private static String absolute(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split(java.io.File.pathSeparator)) {
            parts.add(Path.of(part).toAbsolutePath().toString());
        }
        return String.join(java.io.File.pathSeparator, parts);
    }

    /** Everything it has said, on both streams. */
    String said() {
        try {
            return Files.readString(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it with SIGKILL: it can do nothing about that. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    boolean runs() {
        return process.isAlive();
    }

    int code() {
        return process.exitValue();
    }

    @Override
    public String toString() {
        return "grey " + String.join(" ", words) + "\n" + said();
    }
}
