package io.jenkins.plugins.greyrelease.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the command in a folder of its own and keeps what it said. */
final class Shell {
    private final Path dir;
    private String out = "";
    private String err = "";

    Shell(Path dir) {
        this.dir = dir;
    }

    /** Writes a file and names it. */
    String file(String name, String text) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }

    Path path(String name) {
        return dir.resolve(name);
    }

    String read(String name) throws IOException {
        return Files.readString(dir.resolve(name));
    }

    /** Runs it; what it says replaces what was said before. */
    int grey(String... args) {
        StringWriter said = new StringWriter();
        StringWriter complained = new StringWriter();
        int code = Grey.run(new PrintWriter(said), new PrintWriter(complained), args);
        out = said.toString();
        err = complained.toString();
        return code;
    }

    /** Rehearses a Jenkinsfile, or what the first word says instead, with report and trace written beside it. */
    int rehearse(String jenkinsfile, String... more) {
        List<String> args = new ArrayList<>(List.of("rehearse", jenkinsfile));
        args.addAll(List.of(more));
        args.addAll(List.of(
                "--report",
                path("report.html").toString(),
                "--trace",
                path("trace.txt").toString()));
        return grey(args.toArray(String[]::new));
    }

    String out() {
        return out;
    }

    String err() {
        return err;
    }

    /** What {@code --json} printed. */
    JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out);
    }
}
