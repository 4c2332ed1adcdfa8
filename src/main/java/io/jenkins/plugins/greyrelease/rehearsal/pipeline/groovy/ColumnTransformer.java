package io.jenkins.plugins.greyrelease.rehearsal.pipeline.groovy;

import com.cloudbees.groovy.cps.CpsTransformer;
import com.cloudbees.groovy.cps.TransformerConfiguration;
import org.codehaus.groovy.ast.ASTNode;

/** The CPS transformation, keeping columns as well as lines. */
final class ColumnTransformer extends CpsTransformer {

    ColumnTransformer() {
        setConfiguration(new TransformerConfiguration()
                .withClosureType(PipelineClosure.class)
                .withSafepoint(Safepoints.class, "pass"));
    }

    @Override
    protected void loc(ASTNode e) {
        literal(Places.encode(e.getLineNumber(), e.getColumnNumber()));
    }
}
