package io.jenkins.plugins.greyrelease.rehearsal.pipeline.check;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Position;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.UsageError;
import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.ast.ASTNode;

/** What is wrong with one source; all of it is told at once. */
final class Problems {

    private final String file;
    private final List<UsageError> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void add(ASTNode at, String problem) {
        found.add(new UsageError(new Position(file, at.getLineNumber(), at.getColumnNumber()), problem));
    }

    /** Throws if there is any. */
    void throwAny() {
        if (!found.isEmpty()) {
            throw UsageError.all(found);
        }
    }
}
