package io.jenkins.plugins.greyrelease.rehearsal.pipeline.groovy;

import com.cloudbees.groovy.cps.NonCPS;
import groovy.lang.GroovyClassLoader;
import groovy.lang.GroovyCodeSource;
import groovy.lang.Script;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Position;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.UsageError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;
import org.codehaus.groovy.control.customizers.ImportCustomizer;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;

/** Compiles Jenkinsfiles and shared libraries so that they can stop at each step. One per run. */
public final class PipelineCompiler {

    private final CompilerConfiguration configuration = new CompilerConfiguration();
    private final GroovyClassLoader loader;
    private final Places places = new Places();
    private int compiled;

    /**
     * A compiler whose scripts extend {@code base}.
     */
    public PipelineCompiler(Class<? extends Script> base) {
        configuration.setScriptBaseClass(base.getName());
        configuration.addCompilationCustomizers(
                new ImportCustomizer().addImports(NonCPS.class.getName(), Library.class.getName()),
                new ColumnTransformer());
        loader = new AliasLoader(base.getClassLoader(), configuration);
    }

    /** Where stack traces are turned into places. */
    public Places places() {
        return places;
    }

    /** Also runs {@code check} on the tree of each source, before it is transformed. */
    public void addCheck(CompilationCustomizer check) {
        configuration.addCompilationCustomizers(check);
    }

    /**
     * Lets scripts use the classes whose sources are under {@code folder}.
     *
     * @param shownAs the folder's name in messages
     */
    public void addSources(Path folder, String shownAs) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(f -> f.toString().endsWith(".groovy"))
                    .sorted()
                    .forEach(f -> places.show(f.getFileName().toString(), shownAs + "/" + folder.relativize(f)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder + ": " + e.getMessage(), e);
        }
        loader.addClasspath(folder.toString());
    }

    /**
     * Compiles a script.
     *
     * @param shownAs its name in messages
     * @throws UsageError on the first syntax error
     */
    public Class<? extends Script> compile(String text, String shownAs) {
        String name = compiled++ == 0 ? "WorkflowScript" : "WorkflowScript" + compiled;
        places.show(name, shownAs);
        Class<?> type =
                parse(() -> loader.parseClass(new GroovyCodeSource(text, name, "/groovy/shell"), false), shownAs);
        return type.asSubclass(Script.class);
    }

    /** Compiles a part of our own: no place in it is ever shown. */
    public Class<? extends Script> compileHidden(String text, String name) {
        GroovyCodeSource source = new GroovyCodeSource(text, name, "/groovy/shell");
        return parse(() -> loader.parseClass(source, false), name).asSubclass(Script.class);
    }

    private <T> T parse(Supplier<T> work, String shownAs) {
        try {
            return work.get();
        } catch (MultipleCompilationErrorsException e) {
            Throwable own = ownError(e);
            if (own instanceof UsageError) {
                throw (UsageError) own;
            }
            throw firstError(e, shownAs);
        } catch (CompilationFailedException e) {
            throw new UsageError(new Position(shownAs, 0, 0), e.getMessage());
        }
    }

    private static Throwable ownError(MultipleCompilationErrorsException e) {
        return e.getErrorCollector().getException(0);
    }

    private UsageError firstError(MultipleCompilationErrorsException e, String shownAs) {
        for (Object message : e.getErrorCollector().getErrors()) {
            if (message instanceof SyntaxErrorMessage) {
                SyntaxException cause = ((SyntaxErrorMessage) message).getCause();
                String file = places.shown(lastPart(cause.getSourceLocator()));
                Position at = new Position(file, cause.getStartLine(), cause.getStartColumn());
                return new UsageError(at, cause.getOriginalMessage().strip());
            }
        }
        return new UsageError(new Position(shownAs, 0, 0), e.getMessage());
    }

    private static String lastPart(String locator) {
        return locator == null ? "" : locator.substring(locator.lastIndexOf('/') + 1);
    }
}
