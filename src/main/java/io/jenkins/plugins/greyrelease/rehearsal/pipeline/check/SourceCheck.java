package io.jenkins.plugins.greyrelease.rehearsal.pipeline.check;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepFailure;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepRegistry;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.UsageError;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;

/**
 * Checks each script as soon as it is parsed, and translates Declarative Pipelines.
 */
public final class SourceCheck extends CompilationCustomizer {

    private final StepRegistry steps;
    private final Class<?> base;
    private final Supplier<Set<String>> globals;
    private final UnaryOperator<String> shownName;
    private final Consumer<String> library;

    /**
     * @param steps what scripts can call
     * @param base the class of all scripts
     * @param globals further names that can be called, such as those of shared libraries
     * @param shownName the name in messages for a source's name
     * @param library told of each {@code @Library} before its classes are needed; throws if it is not there
     */
    public SourceCheck(
            StepRegistry steps,
            Class<?> base,
            Supplier<Set<String>> globals,
            UnaryOperator<String> shownName,
            Consumer<String> library) {
        super(CompilePhase.CONVERSION);
        this.steps = steps;
        this.base = base;
        this.globals = globals;
        this.shownName = shownName;
        this.library = library;
    }

    /**
     * Called by the compiler.
     *
     * @throws UsageError listing everything that is wrong
     */
    @Override
    public void call(SourceUnit source, GeneratorContext context, ClassNode type) {
        if (!type.isScriptBody()) {
            return;
        }
        ModuleNode module = source.getAST();
        Problems problems = new Problems(shownName.apply(source.getName()));
        LibraryNames.of(module).forEach(use -> load(use, problems));
        DeclaredNames declared = DeclaredNames.of(module, type, base);
        new Declarative(type, steps, problems).translate(module.getStatementBlock());
        problems.throwAny();
        if (!declared.delegates()) {
            Set<String> names = new TreeSet<>(globals.get());
            names.addAll(declared.names());
            names.add(Hidden.DECLARATIVE);
            type.getMethods().forEach(method -> names.add(method.getName()));
            StepChecks checks = new StepChecks(steps, names, problems);
            type.getMethods().stream()
                    .filter(method -> method.getCode() != null)
                    .forEach(method -> method.getCode().visit(checks));
        }
        problems.throwAny();
    }

    private void load(LibraryNames.Use use, Problems problems) {
        try {
            library.accept(use.name());
        } catch (StepFailure e) {
            problems.add(use.at(), e.getMessage());
        }
    }
}
