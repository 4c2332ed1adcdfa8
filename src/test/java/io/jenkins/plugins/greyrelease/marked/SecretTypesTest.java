package io.jenkins.plugins.greyrelease.marked;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.http.Login;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Values that hold a secret, told by the names of their parts, do not say it when they are printed. */
class SecretTypesTest {
    /** What holds secrets is called so. */
    private static final Pattern SECRET = Pattern.compile(
            "(?i)(.*(token|password|passphrase|secret|authorization)|header|key|kubeconfig|apikey|signature)");

    /** What is called so and holds none: ids of credentials, and keys of other things. */
    private static final Pattern NONE = Pattern.compile(".*\\.(FleetSpec\\$ServiceSpec\\.webhookSecret"
            + "|(FleetSpec\\$BuildsSpec|BuildsEntry)\\.pullSecret|Ticket\\.key"
            + "|ImageBehaviour\\.secret|(ServiceEntry|SystemEntry|ListenerEntry)\\.\\w+Id)");

    private static final String PACKAGE = "io.jenkins.plugins.greyrelease.";
    private static final List<Class<?>> CODE = code();

    private final Marks marks = new Marks(11);

    /** Every class that is not generated. */
    private static List<Class<?>> code() {
        Path top = Path.of(URI.create(
                Login.class.getProtectionDomain().getCodeSource().getLocation().toString()));
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(top)) {
            for (Path each : files.sorted().toList()) {
                String name = top.relativize(each).toString().replace('/', '.');
                if (name.startsWith(PACKAGE)
                        && name.endsWith(".class")
                        && !name.matches(".*\\.(harbor|jira)\\.api\\..*")) {
                    classes.add(Class.forName(
                            name.substring(0, name.length() - ".class".length()),
                            false,
                            SecretTypesTest.class.getClassLoader()));
                }
            }
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
        return classes;
    }

    private static boolean secret(Class<?> owner, String name) {
        return SECRET.matcher(name).matches()
                && !NONE.matcher(owner.getName() + "." + name).matches();
    }

    private static boolean isText(RecordComponent part) {
        return part.getType() == String.class
                || part.getGenericType() instanceof ParameterizedType generic
                        && generic.getRawType() == Optional.class
                        && generic.getActualTypeArguments()[0] == String.class;
    }

    private static boolean holdsSecret(Class<?> type) {
        return type.isRecord()
                && Arrays.stream(type.getRecordComponents())
                        .anyMatch(part -> isText(part) && secret(type, part.getName()));
    }

    @Test
    void noRecordPrintsItsSecrets() throws ReflectiveOperationException {
        Leaks leaks = new Leaks(marks);
        List<String> looked = new ArrayList<>();
        for (Class<?> type : CODE) {
            if (holdsSecret(type)) {
                looked.add(type.getSimpleName());
                leaks.in(type.getName(), filled(type).toString());
            }
        }
        assertThat(leaks.found()).isEmpty();
        assertThat(looked)
                .contains("Basic", "Bearer", "Token", "Certificate", "Connection", "Endpoint", "User", "Account");
    }

    private Object filled(Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] parts = type.getRecordComponents();
        Class<?>[] types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = new Object[parts.length];
        for (int i = 0; i < parts.length; i++) {
            values[i] = secret(type, parts[i].getName()) && isText(parts[i])
                    ? marked(parts[i])
                    : nothing(parts[i].getType());
        }
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }

    private Object marked(RecordComponent part) {
        String value = marks.token(part.getName());
        return part.getType() == String.class ? value : Optional.of(value);
    }

    private Object nothing(Class<?> type) throws ReflectiveOperationException {
        if (type.isRecord()) {
            return filled(type);
        }
        Map<Class<?>, Object> known = Map.of(
                String.class,
                "x",
                Optional.class,
                Optional.empty(),
                List.class,
                List.of(),
                Set.class,
                Set.of(),
                Path.class,
                Path.of("x"),
                boolean.class,
                false,
                int.class,
                1,
                double.class,
                1.0);
        return known.get(type);
    }

    @Test
    void nothingThatIsWrittenToDiskHasAPlainSecret() {
        List<String> written = CODE.stream()
                .filter(type -> Serializable.class.isAssignableFrom(type)
                        || type.getName().startsWith(PACKAGE + "jenkins."))
                // read from credentials when it is used, and never kept
                .filter(type -> !type.getSimpleName().equals("ClientCertificate"))
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .filter(field -> field.getType() == String.class && !Modifier.isStatic(field.getModifiers()))
                .filter(field -> secret(field.getDeclaringClass(), field.getName()))
                .map(Field::toString)
                .toList();
        assertThat(written).isEmpty();
    }
}
