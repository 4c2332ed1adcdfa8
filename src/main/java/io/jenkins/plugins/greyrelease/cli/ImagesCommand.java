package io.jenkins.plugins.greyrelease.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.image.survey.BaseReport;
import io.jenkins.plugins.greyrelease.image.survey.BaseSurvey;
import io.jenkins.plugins.greyrelease.image.survey.Finding;
import io.jenkins.plugins.greyrelease.image.survey.Stand;
import io.jenkins.plugins.greyrelease.image.survey.Use;
import io.jenkins.plugins.greyrelease.manifest.Json;
import io.jenkins.plugins.greyrelease.plan.Tables;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code grey images}: which application stands on which base image. */
@Command(
        name = "images",
        mixinStandardHelpOptions = true,
        description = {
            "Shows which application stands on which base image, and which of them not on the released one: the clusters"
                    + " tell what runs, the registries what that was built on. Changes nothing.",
            "",
            "  grey images --fleet fleet.yaml                        every app and its base",
            "  grey images --fleet fleet.yaml --type tomcat --old    who has to be built anew after tomcat was mended",
            "",
            "Exit code 3: a cluster or a registry did not answer, and the list is not whole. With --check 1: an app does not"
                    + " stand on the released version of its base."
        })
final class ImagesCommand implements Callable<Integer> {
    private static final List<String> HEAD =
            List.of("base", "stands on", "released", "app", "container", "image", "clusters");

    @Spec
    private CommandSpec spec;

    @Mixin
    private FleetOptions clusters;

    @Option(
            names = "--type",
            split = ",",
            paramLabel = "TYPE",
            description = "Only apps on the base image of these application types, such as tomcat.")
    private List<String> types = List.of();

    @Option(
            names = "--registry",
            split = ",",
            paramLabel = "NAME",
            description = "Only images of these registries of the fleet.")
    private List<String> registries = List.of();

    @Option(names = "--old", description = "Only apps that do not stand on the released version of their base.")
    private boolean old;

    @Option(names = "--check", description = "Exit code 1 if there is such an app.")
    private boolean check;

    @Option(names = "--json", description = "All of it, each container in each cluster, as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (LiveSession session = LiveSession.open(clusters, spec.commandLine().getErr())) {
            Registries known = session.registries();
            check(known);
            BaseReport all = LiveSession.await(BaseSurvey.of(session.fleet(), known, session.scheduler()));
            BaseReport report = all.only(each -> wanted(each, known));
            // what is counted is counted among all of them
            BaseReport shown = old ? report.only(ImagesCommand::isOld) : report;
            out.print(json ? json(shown) : text(shown.lines(), report.summary()));
            out.flush();
            return code(report);
        } catch (InterruptedException e) {
            return ExitCodes.ABORTED;
        }
    }

    private void check(Registries known) {
        if (known.all().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--fleet: it names no registries, and they tell what images were built on");
        }
        List<String> wrong = new ArrayList<>();
        for (String name : registries) {
            try {
                known.byName(name);
            } catch (IllegalArgumentException e) {
                wrong.add("--registry: " + e.getMessage());
            }
        }
        if (!wrong.isEmpty()) {
            throw new ParameterException(spec.commandLine(), String.join("\n", wrong));
        }
    }

    private boolean wanted(Finding finding, Registries known) {
        return (types.isEmpty() || types.contains(finding.stand().base()))
                && (registries.isEmpty() || registries.contains(registry(finding.use(), known)));
    }

    private static boolean isOld(Finding finding) {
        return finding.stand().state() == Stand.State.NOT_RELEASED;
    }

    /** The configured registry of its image; empty: none. */
    private static String registry(Use use, Registries known) {
        try {
            return known.byHost(ImageRef.of(use.image()).registry())
                    .map(Registries.Member::name)
                    .orElse("");
        } catch (IllegalArgumentException e) {
            // no name of an image, and so of no registry
            return "";
        }
    }

    private int code(BaseReport report) {
        if (check && report.count(Stand.State.NOT_RELEASED) > 0) {
            return ExitCodes.FAILED;
        }
        return report.partial() ? ExitCodes.OPEN : ExitCodes.OK;
    }

    private static String text(List<BaseReport.Line> lines, List<String> summary) {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        lines.forEach(line -> rows.add(row(line)));
        StringBuilder text = new StringBuilder(rows.size() > 1 ? Tables.aligned(rows) : "");
        summary.forEach(line -> text.append(line).append('\n'));
        return text.isEmpty() ? "no such app\n" : text.toString();
    }

    private static List<String> row(BaseReport.Line line) {
        Use use = line.first().use();
        Stand stand = line.first().stand();
        return List.of(
                dash(stand.base()),
                dash(stand.words()),
                dash(stand.newest()),
                use.namespace() + "/" + use.app(),
                use.container(),
                // the digest is long, and as JSON it is there
                use.image().replaceFirst("@.*", ""),
                String.join(", ", line.clusters()));
    }

    private static String dash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    private static String json(BaseReport report) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(
                "containers",
                report.findings().stream().map(ImagesCommand::json).toList());
        all.put("clustersNotRead", report.clusters());
        all.put("registriesWithoutAnswer", report.registries());
        try {
            return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values are no JSON", e);
        }
    }

    private static Map<String, Object> json(Finding finding) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("cluster", finding.use().cluster());
        one.put("namespace", finding.use().namespace());
        one.put("app", finding.use().app());
        one.put("container", finding.use().container());
        one.put("image", finding.use().image());
        one.put("state", finding.stand().state().name());
        one.put("base", finding.stand().base());
        one.put("version", finding.stand().version());
        one.put("released", finding.stand().newest());
        finding.stand().behind().ifPresent(count -> one.put("behind", count));
        one.put("remark", finding.stand().remark());
        return one;
    }
}
