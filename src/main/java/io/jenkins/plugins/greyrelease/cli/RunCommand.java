package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code grey run}: a release for real, or a Jenkinsfile with all that it does. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Releases an app for real, batch by batch, until it has ended everywhere, or runs a whole Jenkinsfile. The same"
                    + " command again goes on with what is under way.",
            "",
            "  grey run --fleet fleet.yaml --app shop/cart --image cart:2.0 --batches 1,4,rest --check './smoke.sh'",
            "  grey run --context gd9-a,gd9-b --app shop/cart --image cart:2.0 --batches 1,rest --ask",
            "  grey run --context gd9-a --app shop/cart --earlier --batches rest",
            "  grey run Jenkinsfile --fleet fleet.yaml --param TAG=2.0 --skip junit,archiveArtifacts"
        })
final class RunCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private FileOptions file;

    @Mixin
    private FleetOptions clusters;

    @Mixin
    private ReleaseOptions release;

    @Mixin
    private CheckOptions check;

    @Override
    public Integer call() throws IOException {
        file.verify();
        return file.given() ? pipeline() : release();
    }

    private int pipeline() throws IOException {
        try (LiveSession session = LiveSession.open(clusters, spec.commandLine().getErr())) {
            return new FileRun(spec, file, session, check.yes()).run();
        }
    }

    private int release() throws IOException {
        check.verify(System.console());
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        var request = release.request(List.of());
        try (LiveSession session = LiveSession.open(clusters, err)) {
            BatchCheck after = new BatchCheck(check, System.in, session.person());
            LiveHost host = new LiveHost(session, LiveHost.beginner(session), after, out);
            ReleaseSpec wanted = LiveSession.await(request.spec(host));
            return new Attendance(
                            host, out, err, Again.resume(spec, release.app().whole()))
                    .drive(wanted, after.any(), "released");
        } catch (InterruptedException e) {
            err.println("grey: stopped before anything was changed");
            return ExitCodes.ABORTED;
        }
    }
}
