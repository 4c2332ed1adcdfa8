package io.jenkins.plugins.greyrelease;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.ReflectionSupport;

/** Keeps the list of scenarios and the tests that show them together. */
class ScenariosTest {

    private static final Path PAGE = Path.of("docs/scenarios.md");
    private static final Pattern LINE = Pattern.compile("- \\[[ x]] (.*?)(?: — `.*`)?");

    @Test
    void thePageTicksExactlyWhatTestsShow() throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        List<String> ticked = ticked(lines, shown());
        if (Boolean.getBoolean("scenarios.write")) {
            Files.write(PAGE, ticked);
        }
        assertThat(Files.readAllLines(PAGE)).isEqualTo(ticked);
    }

    @Test
    void everyScenarioOfATestIsALineOfThePage() throws IOException {
        List<String> onPage = Files.readAllLines(PAGE).stream()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(m -> m.group(1))
                .toList();
        assertThat(onPage).doesNotHaveDuplicates().containsAll(shown().keySet());
    }

    private static List<String> ticked(List<String> lines, Map<String, SortedSet<String>> shown) {
        return lines.stream()
                .map(line -> {
                    Matcher matcher = LINE.matcher(line);
                    if (!matcher.matches()) {
                        return line;
                    }
                    SortedSet<String> tests = shown.get(matcher.group(1));
                    return tests == null
                            ? "- [ ] " + matcher.group(1)
                            : "- [x] " + matcher.group(1) + " — "
                                    + tests.stream().map(t -> "`" + t + "`").collect(Collectors.joining(", "));
                })
                .toList();
    }

    private static Map<String, SortedSet<String>> shown() {
        Map<String, SortedSet<String>> shown = new TreeMap<>();
        ReflectionSupport.findAllClassesInPackage(
                        ScenariosTest.class.getPackageName(), ScenariosTest::isTest, name -> true)
                .stream()
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Scenario.class))
                .forEach(method -> note(method, shown));
        return shown;
    }

    private static boolean isTest(Class<?> type) {
        return type.getProtectionDomain().getCodeSource() != null
                && type.getProtectionDomain()
                        .getCodeSource()
                        .equals(ScenariosTest.class.getProtectionDomain().getCodeSource());
    }

    private static void note(Method method, Map<String, SortedSet<String>> shown) {
        String test = method.getDeclaringClass().getSimpleName() + "." + method.getName();
        for (String scenario : method.getAnnotation(Scenario.class).value()) {
            shown.computeIfAbsent(scenario, s -> new TreeSet<>()).add(test);
        }
    }
}
