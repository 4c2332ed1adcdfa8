package io.jenkins.plugins.greyrelease.rehearsal.pipeline.check;

import groovy.lang.GroovySystem;
import groovy.lang.MetaMethod;
import java.util.Set;
import java.util.TreeSet;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.ImportNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.ForStatement;

/** Every name that a script gives to something of its own, wherever: what it may call besides steps. */
final class DeclaredNames extends CodeVisitorSupport {

    private final Set<String> names = new TreeSet<>();
    private boolean delegates;

    /** All names that the module declares, and the methods that every script has. */
    static DeclaredNames of(ModuleNode module, ClassNode script, Class<?> base) {
        DeclaredNames found = new DeclaredNames();
        for (Object method :
                GroovySystem.getMetaClassRegistry().getMetaClass(base).getMethods()) {
            found.names.add(((MetaMethod) method).getName());
        }
        GroovySystem.getMetaClassRegistry()
                .getMetaClass(base)
                .getMetaMethods()
                .forEach(method -> found.names.add(method.getName()));
        module.getStaticImports().keySet().forEach(found.names::add);
        script.getFields().forEach(field -> found.names.add(field.getName()));
        script.getMethods().forEach(method -> {
            found.names.add(method.getName());
            found.add(method.getParameters());
            if (method.getCode() != null) {
                method.getCode().visit(found);
            }
        });
        found.delegates |= module.getStaticStarImports().values().stream().anyMatch(ImportNode::isStar);
        return found;
    }

    Set<String> names() {
        return names;
    }

    /** Whether closures get other delegates somewhere, so that nothing can be said about names. */
    boolean delegates() {
        return delegates;
    }

    private void add(Parameter[] parameters) {
        if (parameters != null) {
            for (Parameter parameter : parameters) {
                names.add(parameter.getName());
            }
        }
    }

    private void add(Expression assigned) {
        if (assigned instanceof VariableExpression variable) {
            names.add(variable.getName());
        } else if (assigned instanceof TupleExpression tuple) {
            tuple.getExpressions().forEach(this::add);
        } else if (assigned instanceof PropertyExpression property) {
            delegates |= Set.of("delegate", "resolveStrategy").contains(String.valueOf(property.getPropertyAsString()));
        }
    }

    @Override
    public void visitDeclarationExpression(DeclarationExpression expression) {
        add(expression.getLeftExpression());
        super.visitDeclarationExpression(expression);
    }

    @Override
    public void visitBinaryExpression(BinaryExpression expression) {
        if (expression.getOperation().getText().equals("=")) {
            add(expression.getLeftExpression());
        }
        super.visitBinaryExpression(expression);
    }

    @Override
    public void visitClosureExpression(ClosureExpression expression) {
        add(expression.getParameters());
        super.visitClosureExpression(expression);
    }

    @Override
    public void visitForLoop(ForStatement loop) {
        names.add(loop.getVariable().getName());
        super.visitForLoop(loop);
    }
}
