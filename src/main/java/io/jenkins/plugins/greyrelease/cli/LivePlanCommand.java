package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.plan.Plan;
import io.jenkins.plugins.greyrelease.plan.PlanJson;
import io.jenkins.plugins.greyrelease.rollout.Forecast;
import io.jenkins.plugins.greyrelease.rollout.ReleaseSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code grey plan --against live}: what {@code grey run} with the same arguments would do, and whether it may. */
@Command(
        name = LivePlanCommand.NAME,
        hidden = true,
        mixinStandardHelpOptions = true,
        customSynopsis = "grey plan --against live (--fleet FILE | --context LIST) --app NAMESPACE/NAME ...",
        description = "Counts a plan in the clusters themselves, and finds everything that a release would refuse:"
                + " reviews, reads and dry runs only. The hash is the release's own.")
final class LivePlanCommand implements Callable<Integer> {
    static final String NAME = "plan-against";
    private static final String AGAINST = "--against";

    @Spec
    private CommandSpec spec;

    @Option(names = AGAINST, required = true, paramLabel = "live", description = "Says that clusters are asked.")
    private String against;

    @Mixin
    private FleetOptions clusters;

    @Mixin
    private ReleaseOptions release;

    @Option(names = "--json", description = "Prints JSON instead of a table.")
    private boolean json;

    /** It has other options than the plan from files, so it is another command to the parser. */
    static String[] routed(String... args) {
        boolean live = args.length > 0
                && args[0].equals("plan")
                && Arrays.stream(args).anyMatch(each -> each.equals(AGAINST) || each.startsWith(AGAINST + "="));
        if (!live) {
            return args;
        }
        String[] routed = args.clone();
        routed[0] = NAME;
        return routed;
    }

    @Override
    public Integer call() throws IOException {
        if (!against.equals("live")) {
            throw new ParameterException(
                    spec.commandLine(), "--against: '" + against + "' cannot be planned against; it is 'live'");
        }
        PrintWriter err = spec.commandLine().getErr();
        var request = release.request(List.of());
        try (LiveSession session = LiveSession.open(clusters, err)) {
            LiveHost host = new LiveHost(
                    session,
                    (wanted, hooks) -> {
                        throw new IllegalStateException("a plan begins no release");
                    },
                    new BatchCheck(new CheckOptions(), System.in, session.person()),
                    err);
            ReleaseSpec wanted = LiveSession.await(request.spec(host));
            return told(
                    LiveSession.await(Forecast.of(
                            session.fleet(), session.registries(), wanted, session.scheduler(), session.ids())),
                    release.app().whole());
        } catch (InterruptedException e) {
            return ExitCodes.ABORTED;
        }
    }

    private int told(Forecast forecast, String app) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Optional<Plan> plan = forecast.plan();
        if (plan.isEmpty()) {
            err.println("grey: a release of " + app + " would not begin:");
            forecast.problems().forEach(problem -> err.println("  " + problem));
            err.flush();
            return forecast.answered() ? ExitCodes.BAD_INPUT : ExitCodes.OPEN;
        }
        if (json) {
            out.print(PlanJson.write(plan.get()));
        } else {
            out.println(app + ": " + plan.get().total() + " pods in "
                    + plan.get().desired().size() + " clusters, plan hash "
                    + plan.get().hash().substring(0, 16));
            if (!forecast.underWay().isEmpty()) {
                out.println("would go on with release " + forecast.underWay() + ", which is under way");
            }
            forecast.sources().forEach(out::println);
            forecast.unproven().forEach(text -> out.println("note: " + text));
            forecast.already().forEach(cluster -> out.println(cluster + " runs the new version already"));
            out.println();
            out.print(plan.get().table());
        }
        out.flush();
        return ExitCodes.OK;
    }
}
