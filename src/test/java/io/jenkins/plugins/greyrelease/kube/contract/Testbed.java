package io.jenkins.plugins.greyrelease.kube.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The processes of clusters that {@code testbed/up} started.
 *
 * @param state the folder they are kept in
 */
public record Testbed(Path state) {
    public static final String API_SERVER = "kube-apiserver";
    public static final String CONTROLLERS = "kube-controller-manager";

    /** It is gone when this returns. */
    public void kill(String cluster, String component) {
        act(program("process", cluster, component, "kill"));
    }

    /** As it was begun before; not when it runs. */
    public void start(String cluster, String component) {
        act(program("process", cluster, component, "start"));
    }

    /** It stands still from here on, as if its machine had no time for it. */
    public void halt(String cluster, String component) {
        act(program("process", cluster, component, "stop"));
    }

    /** It goes on. */
    public void resume(String cluster, String component) {
        act(program("process", cluster, component, "continue"));
    }

    private List<String> program(String... args) {
        return Stream.concat(Stream.of(state.resolve("testbed").toString(), state.toString()), Stream.of(args))
                .toList();
    }

    private void act(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            state.resolve("process.log").toFile()))
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("%s ends", command)
                    .isTrue();
            assertThat(process.exitValue()).as("%s", command).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
