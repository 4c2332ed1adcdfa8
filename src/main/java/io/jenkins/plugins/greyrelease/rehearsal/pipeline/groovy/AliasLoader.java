package io.jenkins.plugins.greyrelease.rehearsal.pipeline.groovy;

import groovy.lang.GroovyClassLoader;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Interruption;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Result;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepFailure;
import java.security.CodeSource;
import java.util.Map;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.control.ClassNodeResolver;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;

/** Gives scripts our own classes where they name Jenkins', such as in {@code catch (FlowInterruptedException e)}. */
final class AliasLoader extends GroovyClassLoader {

    private static final Map<String, Class<?>> ALIASES = Map.of(
            "org.jenkinsci.plugins.workflow.steps.FlowInterruptedException", Interruption.class,
            "hudson.AbortException", StepFailure.class,
            "hudson.model.Result", Result.class);

    AliasLoader(ClassLoader parent, CompilerConfiguration configuration) {
        super(parent, configuration);
    }

    @Override
    protected CompilationUnit createCompilationUnit(CompilerConfiguration configuration, CodeSource source) {
        CompilationUnit unit = super.createCompilationUnit(configuration, source);
        unit.setClassNodeResolver(new ClassNodeResolver() {
            @Override
            public LookupResult findClassNode(String name, CompilationUnit compilation) {
                Class<?> alias = ALIASES.get(name);
                return alias == null
                        ? super.findClassNode(name, compilation)
                        : new LookupResult(null, ClassHelper.make(alias));
            }
        });
        return unit;
    }
}
