package io.jenkins.plugins.greyrelease.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * Loads the Configuration as Code block of {@code docs/jenkins.md} into the entries of the system page the way that
 * plugin does it: constructor parameters and setters by name, nothing unknown. Does not check that Jenkins itself agrees.
 */
class JenkinsDocTest {
    private static final Path DOC = Path.of("docs/jenkins.md");

    private static JsonNode block() throws IOException {
        String text = Files.readString(DOC);
        int start = text.indexOf("```yaml\nunclassified:") + "```yaml\n".length();
        return new ObjectMapper(new YAMLFactory())
                .readTree(text.substring(start, text.indexOf("```", start)))
                .path("unclassified")
                .path("greyRelease");
    }

    @Test
    void whatItShowsIsAFleetWithoutProblems() throws Exception {
        FleetSpec spec = ((FleetEntries) bound(FleetEntries.class, block())).spec();
        assertThat(spec.clusters()).hasSize(3).allMatch(cluster -> cluster.access()
                .isPresent());
        assertThat(spec.registries()).hasSize(2);
        assertThat(spec.jira()).isPresent();
        assertThat(spec.sonarqube()).isPresent();
        assertThat(spec.notifications()).singleElement().satisfies(each -> assertThat(each.events())
                .containsExactly("failed", "rolled-back", "ended"));
    }

    @Test
    void itShowsEverythingThatCanBeSetAndTheConfigurationTakesIt() throws IOException {
        Set<String> shown = new TreeSet<>();
        block().fieldNames().forEachRemaining(shown::add);
        assertThat(shown).isEqualTo(settable(FleetEntries.class)).isEqualTo(settable(GreyReleaseConfiguration.class));
    }

    /** Names with a setter and a getter, as Configuration as Code finds them. */
    private static Set<String> settable(Class<?> type) {
        Set<String> getters =
                Arrays.stream(type.getDeclaredMethods()).map(Method::getName).collect(Collectors.toSet());
        return setters(type).stream()
                .map(setter -> setter.getName().substring("set".length()))
                .filter(name -> getters.contains("get" + name) || getters.contains("is" + name))
                .map(JenkinsDocTest::uncapitalized)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Method> setters(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().startsWith("set") && method.getParameterCount() == 1)
                .toList();
    }

    private static Object bound(Class<?> type, JsonNode values) throws ReflectiveOperationException {
        Set<String> left = new TreeSet<>();
        values.fieldNames().forEachRemaining(left::add);
        Constructor<?> constructor = Arrays.stream(type.getConstructors())
                .filter(each -> each.isAnnotationPresent(DataBoundConstructor.class))
                .findFirst()
                .orElseThrow();
        List<Object> arguments = new ArrayList<>();
        for (Parameter parameter : constructor.getParameters()) {
            arguments.add(converted(parameter.getParameterizedType(), values.get(parameter.getName())));
            left.remove(parameter.getName());
        }
        Object made = constructor.newInstance(arguments.toArray());
        for (Method setter : setters(type)) {
            String name = uncapitalized(setter.getName().substring("set".length()));
            if (left.remove(name)) {
                setter.invoke(made, converted(setter.getGenericParameterTypes()[0], values.get(name)));
            }
        }
        assertThat(left).as("what %s does not have", type.getSimpleName()).isEmpty();
        return made;
    }

    private static Object converted(Type type, JsonNode value) throws ReflectiveOperationException {
        if (value == null) {
            return null;
        } else if (type instanceof ParameterizedType list) {
            List<Object> all = new ArrayList<>();
            for (JsonNode each : value) {
                all.add(converted(list.getActualTypeArguments()[0], each));
            }
            return all;
        } else if (type == boolean.class) {
            return value.booleanValue();
        }
        return type == String.class ? value.textValue() : bound((Class<?>) type, value);
    }

    private static String uncapitalized(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
