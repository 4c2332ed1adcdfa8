package io.jenkins.plugins.greyrelease.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.step.StepSpec;
import io.jenkins.plugins.greyrelease.step.StepSpec.Parameter;
import io.jenkins.plugins.greyrelease.step.StepSpecs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The help of each step and parameter says what {@link StepSpecs} says, and a step has a field for each of them and no
 * others. {@code -Dhelp.write=true} writes the files.
 */
class HelpTest {
    private static final Path RESOURCES = Path.of("src/main/resources/io/jenkins/plugins/greyrelease/jenkins/step");

    static Stream<Class<? extends GreyStep>> steps() {
        return Stream.of(
                CanaryBatchStep.class,
                RollbackStep.class,
                ManualApprovalStep.class,
                PdbGuardStep.class,
                HpaPolicyStep.class,
                HarborSyncStep.class,
                NodeMaintenanceStep.class,
                SonarGateStep.class,
                JiraChangeStep.class,
                BuildBaseImageStep.class,
                BuildImageStep.class);
    }

    @ParameterizedTest
    @MethodSource("steps")
    void everyParameterHasItsHelp(Class<? extends GreyStep> type) throws Exception {
        StepSpec spec = spec(type);
        Map<String, String> wanted = new LinkedHashMap<>();
        wanted.put("help.html", page(spec.help()));
        for (Parameter parameter : spec.parameters()) {
            wanted.put("help-" + parameter.name() + ".html", page(help(parameter)));
        }
        Path directory = RESOURCES.resolve(type.getSimpleName());
        if (Boolean.getBoolean("help.write")) {
            Files.createDirectories(directory);
            for (Map.Entry<String, String> file : wanted.entrySet()) {
                Files.writeString(directory.resolve(file.getKey()), file.getValue());
            }
        }
        assertThat(files(directory)).isEqualTo(wanted);
    }

    @ParameterizedTest
    @MethodSource("steps")
    void everyParameterCanBeSetAndRead(Class<? extends GreyStep> type) throws Exception {
        for (String name : spec(type).names()) {
            String capital = Character.toUpperCase(name.charAt(0)) + name.substring(1);
            GreyStep step = fresh(type, name.equals("message") ? "value" : null);
            if (!name.equals("message")) {
                type.getMethod("set" + capital, Object.class).invoke(step, "value");
            }
            assertThat(type.getMethod("get" + capital).invoke(step)).isEqualTo("value");
            assertThat(step.arguments()).containsExactly(Map.entry(name, "value"));
        }
    }

    private static StepSpec spec(Class<? extends GreyStep> type) throws Exception {
        return fresh(type, null).spec();
    }

    private static GreyStep fresh(Class<? extends GreyStep> type, Object message) throws Exception {
        return type == ManualApprovalStep.class
                ? new ManualApprovalStep(message)
                : type.getConstructor().newInstance();
    }

    private static String help(Parameter parameter) {
        if (parameter.required()) {
            return parameter.help() + " Needed, here or as a default of the job.";
        }
        return parameter.otherwise().isEmpty()
                ? parameter.help()
                : parameter.help() + " If it is not given: " + parameter.otherwise() + ".";
    }

    private static String page(String text) {
        return "<div>" + text.replace("&", "&amp;").replace("<", "&lt;") + "</div>\n";
    }

    private static Map<String, String> files(Path directory) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        if (Files.exists(directory)) {
            try (Stream<Path> all = Files.list(directory)) {
                for (Path file : all.filter(f -> f.toString().endsWith(".html")).toList()) {
                    files.put(file.getFileName().toString(), Files.readString(file));
                }
            }
        }
        return files;
    }
}
