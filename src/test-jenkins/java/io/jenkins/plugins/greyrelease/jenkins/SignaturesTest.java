package io.jenkins.plugins.greyrelease.jenkins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every class, method, constructor and field in {@code src/jenkins-api} exists in the real Jenkins, linked the same way.
 * Does not check: generics, parameter names, annotations, and what the real ones do.
 */
class SignaturesTest {
    private static final Path SIGNATURES = Path.of("src/jenkins-api/java");

    @TempDir
    private Path compiled;

    @Test
    void everySignatureExistsInTheRealClasses() throws IOException {
        assertEquals(List.of(), differences(SIGNATURES, compiled, SignaturesTest.class.getClassLoader()));
    }

    /** Compiles the signatures apart and compares them with the classes that {@code real} loads. */
    static List<String> differences(Path signatures, Path compiled, ClassLoader real) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", compiled.toString()));
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
        try (Stream<Path> all = Files.walk(signatures)) {
            all.filter(file -> file.toString().endsWith(".java")).forEach(file -> arguments.add(file.toString()));
        }
        if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0])) != 0) {
            return List.of("the signatures do not compile");
        }
        List<String> differences = new ArrayList<>();
        try (OwnFirst own = new OwnFirst(compiled, real);
                Stream<Path> all = Files.walk(compiled)) {
            for (Path file : all.filter(f -> f.toString().endsWith(".class"))
                    .sorted()
                    .toList()) {
                String path = compiled.relativize(file).toString();
                String name = path.substring(0, path.length() - ".class".length())
                        .replace(file.getFileSystem().getSeparator(), ".");
                compare(own, real, name, differences);
            }
        }
        return differences;
    }

    private static void compare(ClassLoader own, ClassLoader real, String name, List<String> differences) {
        Class<?> mine = load(own, name);
        Class<?> theirs = load(real, name);
        if (Modifier.isPrivate(mine.getModifiers())) {
            return;
        }
        if (theirs == null) {
            differences.add(name + " does not exist");
            return;
        }
        for (int modifier : new int[] {Modifier.ABSTRACT, Modifier.INTERFACE, Modifier.STATIC}) {
            if ((mine.getModifiers() & modifier) != (theirs.getModifiers() & modifier)) {
                differences.add(name + " is " + Modifier.toString(theirs.getModifiers()));
            }
        }
        supertypes(mine).stream()
                .filter(type -> !names(theirs).contains(type))
                .forEach(type -> differences.add(name + " is no " + type));
        for (Member member : members(mine)) {
            Member found = members(names(real, theirs), member);
            if (found == null) {
                differences.add(name + " has no " + shown(member));
            } else if (Modifier.isStatic(member.getModifiers()) != Modifier.isStatic(found.getModifiers())
                    || member.getDeclaringClass() == mine
                            && Modifier.isAbstract(found.getModifiers()) != Modifier.isAbstract(member.getModifiers())
                            && found.getDeclaringClass() == theirs
                    || Modifier.isFinal(found.getModifiers()) != Modifier.isFinal(member.getModifiers())
                            && member instanceof Method
                            && !Modifier.isStatic(found.getModifiers())) {
                differences.add(name + "." + shown(member) + " is " + Modifier.toString(found.getModifiers()));
            } else if (found instanceof Executable executable && !thrown(executable).containsAll(checked(member))) {
                differences.add(name + "." + shown(member) + " throws " + thrown(executable));
            }
        }
    }

    private static Class<?> load(ClassLoader loader, String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static Set<String> supertypes(Class<?> mine) {
        Set<String> types = new LinkedHashSet<>();
        if (mine.getSuperclass() != null) {
            types.add(mine.getSuperclass().getName());
        }
        Arrays.stream(mine.getInterfaces()).map(Class::getName).forEach(types::add);
        return types;
    }

    private static Set<Class<?>> names(ClassLoader real, Class<?> theirs) {
        Set<Class<?>> all = new LinkedHashSet<>();
        for (Class<?> each = theirs; each != null; each = each.getSuperclass()) {
            all.add(each);
            interfaces(each, all);
        }
        if (theirs.isInterface()) {
            all.add(Object.class);
        }
        return all;
    }

    private static void interfaces(Class<?> type, Set<Class<?>> all) {
        for (Class<?> each : type.getInterfaces()) {
            all.add(each);
            interfaces(each, all);
        }
    }

    private static Set<String> names(Class<?> theirs) {
        return names(null, theirs).stream().map(Class::getName).collect(Collectors.toSet());
    }

    /** What other classes can link to. */
    private static List<Member> members(Class<?> mine) {
        List<Member> members = new ArrayList<>();
        members.addAll(Arrays.asList(mine.getDeclaredMethods()));
        members.addAll(Arrays.asList(mine.getDeclaredConstructors()));
        members.addAll(Arrays.asList(mine.getDeclaredFields()));
        members.removeIf(member -> member.isSynthetic()
                || (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) == 0
                || member.getName().equals("serialVersionUID"));
        return members;
    }

    private static Member members(Set<Class<?>> theirs, Member wanted) {
        for (Class<?> each : theirs) {
            for (Member member : all(each)) {
                if (shown(member).equals(shown(wanted)) && member.getClass() == wanted.getClass()) {
                    return member;
                }
            }
            if (!(wanted instanceof Method) && !(wanted instanceof Field)) {
                return null;
            }
        }
        return null;
    }

    private static List<Member> all(Class<?> type) {
        List<Member> members = new ArrayList<>();
        members.addAll(Arrays.asList(type.getDeclaredMethods()));
        members.addAll(Arrays.asList(type.getDeclaredConstructors()));
        members.addAll(Arrays.asList(type.getDeclaredFields()));
        members.removeIf(member -> (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) == 0);
        return members;
    }

    private static Set<String> thrown(Executable executable) {
        return Arrays.stream(executable.getExceptionTypes()).map(Class::getName).collect(Collectors.toSet());
    }

    private static Set<String> checked(Member member) {
        Set<String> thrown = new HashSet<>(thrown((Executable) member));
        thrown.removeIf(name -> name.startsWith("java.lang.Illegal"));
        return thrown;
    }

    /** With erased types, as the class file links it. */
    private static String shown(Member member) {
        if (member instanceof Executable executable) {
            String parameters = Arrays.stream(executable.getParameterTypes())
                    .map(Class::getName)
                    .collect(Collectors.joining(", ", "(", ")"));
            String result = member instanceof Method method
                    ? method.getReturnType().getName() + " " + method.getName()
                    : "constructor";
            return result + parameters;
        }
        return ((Field) member).getType().getName() + " " + member.getName();
    }

    /** Loads the signatures themselves, and whatever else they need from the real Jenkins. */
    private static final class OwnFirst extends URLClassLoader {
        OwnFirst(Path classes, ClassLoader parent) throws IOException {
            super(new URL[] {classes.toUri().toURL()}, parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null && findResource(name.replace('.', '/') + ".class") != null) {
                    loaded = findClass(name);
                }
                return loaded == null ? super.loadClass(name, resolve) : loaded;
            }
        }
    }
}
