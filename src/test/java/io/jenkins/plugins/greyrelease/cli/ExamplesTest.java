package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs what README and examples show, from the files themselves. */
class ExamplesTest {
    private static final String BASE_IMAGE = "base-image.Jenkinsfile";
    private static final Path README = Path.of("README.md");
    private static final Path PIPELINES = Path.of("examples/pipelines");
    private static final Path LIBRARY = PIPELINES.resolve("library");
    private static final Path FLEET = Path.of("examples/fleet");
    private static final Pattern BLOCK = Pattern.compile("(?m)^```(\\w*)\\n((?s:.*?))^```$");
    /** What README calls the reader's own, and what stands for it here. */
    private static final Map<String, String> OWN = Map.of(
            "Jenkinsfile", PIPELINES.resolve("grey-release.Jenkinsfile").toString(),
            "deploy/", FLEET.resolve("manifests").toString(),
            "./smoke-test.sh", "true",
            "fleet.yaml", FLEET.resolve("fleet.yaml").toString());

    /** The kubeconfig that {@code grey simulate} writes in the README. */
    private static final String SIMULATED = "sim.yaml";

    private static ServedClusters clusters;

    @TempDir
    private static Path ofAll;

    @TempDir
    private Path dir;

    private Shell shell;

    @BeforeEach
    void shell() {
        shell = new Shell(dir);
    }

    @AfterAll
    static void close() {
        if (clusters != null) {
            clusters.close();
        }
    }

    /** Serves the example's clusters from the first command on that needs them. */
    private static String kubeconfig() {
        try {
            if (clusters == null) {
                clusters = ServedClusters.of(FLEET.resolve("fleet.yaml"), FLEET.resolve("manifests/cart.yaml"));
                Files.writeString(ofAll.resolve(SIMULATED), clusters.kubeconfig());
            }
            return ofAll.resolve(SIMULATED).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> blocks(String language) throws IOException {
        return BLOCK.matcher(Files.readString(README))
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2));
    }

    static Stream<String> commandsOfTheReadme() throws IOException {
        return blocks("")
                .flatMap(String::lines)
                .map(line -> line.replaceFirst("\\s+#.*", ""))
                // serves until it is stopped: SimulateCommandTest runs it
                .filter(line -> !line.startsWith("./grey simulate "))
                .filter(line -> !line.equals("mvn verify"));
    }

    /** Those that no command of the README runs. */
    static Stream<Path> pipelines() throws IOException {
        String readme = Files.readString(README);
        try (Stream<Path> files = Files.list(PIPELINES)) {
            return files
                    .filter(file -> file.toString().endsWith(".Jenkinsfile"))
                    .filter(file -> !readme.contains("./grey rehearse " + file) && !file.endsWith(BASE_IMAGE))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("commandsOfTheReadme")
    void everyCommandOfTheReadmeDoesWhatItSays(String line) throws IOException {
        assertThat(line).startsWith("./grey ");
        List<String> words = Arrays.stream(line.split(" +"))
                .skip(1)
                .map(word -> word.equals(SIMULATED) ? kubeconfig() : OWN.getOrDefault(word, word))
                .toList();
        boolean broken = line.contains("broken-image");
        boolean runs = words.contains("rehearse") && !words.contains("--help");
        int code = runs
                ? shell.rehearse(words.get(1), words.subList(2, words.size()).toArray(String[]::new))
                : shell.grey(words.toArray(String[]::new));
        assertThat(code).as(shell.err()).isEqualTo(broken ? ExitCodes.FAILED : ExitCodes.OK);
        assertThat(shell.err()).isEmpty();
        if (runs) {
            assertThat(shell.read("trace.txt"))
                    .doesNotContain("VIOLATED")
                    .contains(broken ? "ROLLED_BACK" : "RELEASED");
        }
    }

    @Test
    void theReadmesJenkinsfileIsRehearsed() throws IOException {
        List<String> groovy = blocks("groovy").toList();
        assertThat(groovy).isNotEmpty();
        for (String text : groovy) {
            assertThat(shell.rehearse(shell.file("Jenkinsfile", text))).isEqualTo(ExitCodes.OK);
            assertThat(shell.out()).contains("Flow only.");
        }
        assertThat(blocks("yaml")).isEmpty();
    }

    @Test
    void theAutoscaledExampleFollowsItsLoadAndGivesTheAutoscalerBack() throws IOException {
        int code = shell.rehearse(
                PIPELINES.resolve("autoscaled.Jenkinsfile").toString(),
                "--manifests",
                FLEET.resolve("manifests/search.yaml").toString(),
                "--fault",
                "load=x3@batch:2+4m",
                "--json");
        assertThat(code).as(shell.err()).isEqualTo(ExitCodes.OK);
        assertThat(shell.json().get("violations")).isEmpty();
        int most = 0;
        for (var sample : shell.json().get("samples")) {
            most = Math.max(
                    most,
                    sample.get("oldReady").asInt() + sample.get("newReady").asInt());
        }
        assertThat(most).isBetween(15, 40);
        assertThat(shell.read("trace.txt"))
                .contains("freeze horizontalpodautoscaler/search", "thaw horizontalpodautoscaler/search");
    }

    @Test
    void anAutoscaleBesideAReleaseScalesBeforeAndStandsStillMeanwhile() throws IOException {
        int code = shell.rehearse(
                PIPELINES.resolve("one-cluster.Jenkinsfile").toString(),
                "--manifests",
                FLEET.resolve("manifests/cart.yaml").toString(),
                "--load",
                shell.file("load.csv", "0,cart,1500\n"),
                "--autoscale",
                FLEET.resolve("autoscale.yaml").toString());
        assertThat(code).as(shell.err()).isEqualTo(ExitCodes.OK);
        assertThat(shell.read("trace.txt"))
                .doesNotContain("VIOLATED")
                .contains("shop/cart: release", "is under way: stands still until it has ended");
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void everyExamplePipelineIsReleasedAndItsChecksCarriedOut(Path pipeline) throws IOException {
        assertThat(shell.rehearse(pipeline.toString(), "--json", "--library", LIBRARY.toString()))
                .as(shell.err())
                .isEqualTo(ExitCodes.OK);
        assertThat(shell.json().get("verdict").asText()).isEqualTo("REHEARSED");
        assertThat(shell.json().get("violations")).isEmpty();
    }

    @Test
    void theExampleOfADockerfileIsBuiltWhereTheFleetSaysSo() throws IOException {
        String fleet = FLEET.resolve("registries.yaml").toString();
        assertThat(shell.rehearse(PIPELINES.resolve(BASE_IMAGE).toString(), "--fleet", fleet))
                .as(shell.err())
                .isEqualTo(ExitCodes.OK);
        assertThat(shell.out())
                .contains("image-builds of cluster build (harbor.test.example/tools/buildkit:v0.26.3-rootless)")
                .contains("type 'php' stand on harbor.test.example/base/php:8.3.12@sha256:");
    }

    @Test
    void thereIsNoExampleThatNoTestRuns() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("examples"))) {
            assertThat(files.filter(Files::isRegularFile).map(Path::toString))
                    .allMatch(file -> file.startsWith(PIPELINES + "/")
                                    && file.matches(".*(\\.Jenkinsfile|/rehearsal\\.yaml)")
                            || file.equals(LIBRARY + "/vars/releaseService.groovy")
                            || file.equals(FLEET.resolve("fleet.yaml").toString())
                            || file.equals(FLEET.resolve("registries.yaml").toString())
                            || file.equals(FLEET.resolve("load.csv").toString())
                            || file.equals(FLEET.resolve("autoscale.yaml").toString())
                            || file.startsWith(FLEET.resolve("manifests") + "/")
                            // RoleTest holds these against what the steps do
                            || file.startsWith("examples/rbac/")
                            // read by DefinitionReaderTest, and by the example of a Dockerfile
                            || file.startsWith("examples/images/"));
        }
    }

    @Test
    void theReadmeSaysWhatTheExitCodesMeanAsTheHelpDoes() throws IOException {
        String readme = Files.readString(README).replace("`", "");
        for (String code : ExitCodes.listed()) {
            String number = code.substring(0, code.indexOf(':')).strip();
            String meaning = code.substring(code.indexOf(':') + 1);
            assertThat(readme).contains("| " + number + " | " + meaning);
        }
    }
}
