package io.jenkins.plugins.greyrelease.rehearsal.pipeline.check;

import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.ast.AnnotatedNode;
import org.codehaus.groovy.ast.AnnotationNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;

/** Finds {@code @Library} on imports and declarations. */
final class LibraryNames extends CodeVisitorSupport {

    /** One use. */
    record Use(String name, AnnotationNode at) {}

    private final List<Use> found = new ArrayList<>();

    static List<Use> of(ModuleNode module) {
        LibraryNames names = new LibraryNames();
        module.getImports().forEach(names::read);
        module.getStarImports().forEach(names::read);
        module.getStaticImports().values().forEach(names::read);
        module.getStaticStarImports().values().forEach(names::read);
        module.getStatementBlock().visit(names);
        return names.found;
    }

    private void read(AnnotatedNode node) {
        for (AnnotationNode annotation : node.getAnnotations()) {
            Expression value = annotation.getMember("value");
            if (annotation.getClassNode().getNameWithoutPackage().equals("Library") && value != null) {
                List<Expression> all = value instanceof ListExpression list ? list.getExpressions() : List.of(value);
                all.stream()
                        .filter(ConstantExpression.class::isInstance)
                        .forEach(name -> found.add(new Use(name.getText(), annotation)));
            }
        }
    }

    @Override
    public void visitDeclarationExpression(DeclarationExpression expression) {
        read(expression);
        super.visitDeclarationExpression(expression);
    }
}
