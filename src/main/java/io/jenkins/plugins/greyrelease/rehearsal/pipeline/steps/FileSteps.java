package io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps;

import static io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.step;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepFailure;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.Type;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Workspace;
import java.util.List;

/** Steps on the files of the workspace; what they write stays in memory. */
final class FileSteps {

    private FileSteps() {}

    static List<StepHandler> all() {
        return List.of(
                new SimpleStep(
                        step("dir")
                                .sole("path", Type.STRING)
                                .withBlock()
                                .needsNode()
                                .flow(),
                        (context, args) -> Bodies.once(
                                context, args.body(), context.scope().in(path(context, args, "path")))),
                SimpleStep.of(step("deleteDir").needsNode().flow(), FileSteps::deleteDir),
                SimpleStep.of(step("cleanWs").anyParameters().needsNode().flow(), FileSteps::deleteDir),
                SimpleStep.of(
                        step("pwd").optional("tmp", Type.BOOLEAN).needsNode().flow(), FileSteps::workingDirectory),
                SimpleStep.of(
                        step("readFile")
                                .sole("file", Type.STRING)
                                .optional("encoding", Type.STRING)
                                .needsNode()
                                .flow(),
                        (context, args) -> read(context, args.text("file", ""))),
                SimpleStep.of(
                        step("writeFile")
                                .required("file", Type.STRING)
                                .required("text", Type.STRING)
                                .optional("encoding", Type.STRING)
                                .needsNode()
                                .flow(),
                        FileSteps::write),
                SimpleStep.of(
                        step("fileExists").sole("file", Type.STRING).needsNode().flow(),
                        (context, args) -> files(context).exists(path(context, args, "file"))),
                SimpleStep.of(step("isUnix").needsNode().flow(), (context, args) -> true));
    }

    static Workspace files(StepContext context) {
        return context.build().workspace();
    }

    private static String path(StepContext context, Args args, String parameter) {
        return Workspace.resolve(context.scope().directory(), args.text(parameter, ""));
    }

    /** A file's text, or the failure that Jenkins would report. */
    static String read(StepContext context, String file) {
        return files(context)
                .read(Workspace.resolve(context.scope().directory(), file))
                .orElseThrow(() -> new StepFailure("there is no file '" + file + "' in the workspace"
                        + " (a rehearsal runs no command that could have made it)"));
    }

    private static Object write(StepContext context, Args args) {
        files(context).write(path(context, args, "file"), args.text("text", ""));
        return null;
    }

    private static Object deleteDir(StepContext context, Args args) {
        files(context).delete(context.scope().directory());
        return null;
    }

    private static Object workingDirectory(StepContext context, Args args) {
        String directory = context.scope().directory();
        String root = files(context).root() + (args.flag("tmp", false) ? "@tmp" : "");
        return directory.isEmpty() ? root : root + "/" + directory;
    }
}
