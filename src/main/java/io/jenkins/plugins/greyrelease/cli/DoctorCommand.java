package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.Right;
import io.jenkins.plugins.greyrelease.kube.Role;
import io.jenkins.plugins.greyrelease.kube.client.Checkup;
import io.jenkins.plugins.greyrelease.kube.client.KubernetesFleet;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import io.jenkins.plugins.greyrelease.runtime.Names;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code grey doctor}: whether the clusters can be worked with. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Tries every cluster: whether it answers, its version and clock, whether watches work, and which rights are",
            "missing, what each is needed for and what to apply. Changes nothing.",
            "",
            "  grey doctor --fleet fleet.yaml",
            "  grey doctor --context gd9-a,gd9-b --namespace shop,web",
            "",
            "Exit code 1 where something is missing, 3 where a cluster cannot be reached."
        })
final class DoctorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private FleetOptions clusters;

    @Option(
            names = "--namespace",
            split = ",",
            paramLabel = "NAME",
            description = "Where releases are to be possible (default: the namespaces that the fleet names for a"
                    + " cluster; all, where it names none).")
    private List<String> namespaces = List.of();

    @Option(
            names = "--step",
            split = ",",
            paramLabel = "STEP",
            description = "The steps that are to be possible (default: canaryBatch). What is missing for others is no"
                    + " fault.")
    private List<String> steps = List.of("canaryBatch");

    @Override
    public Integer call() throws IOException {
        checkSteps();
        FleetSpec fleet = clusters.spec();
        PrintWriter out = spec.commandLine().getOut();
        int code = ExitCodes.OK;
        try (LiveScheduler live = new LiveScheduler(2, failure -> Failures.told(failure, err(), true));
                KubernetesFleet client = clusters.open(fleet, live)) {
            Map<String, CompletableFuture<Checkup>> all = new LinkedHashMap<>();
            for (ClusterSpec each : fleet.clusters()) {
                List<String> where = namespaces.isEmpty() ? each.namespaces() : namespaces;
                all.put(each.name(), Checkup.of(client, each.name(), where, Role.ALL, live));
            }
            for (Map.Entry<String, CompletableFuture<Checkup>> each : all.entrySet()) {
                code = Math.max(code, told(each.getKey(), each.getValue(), out));
                out.flush();
            }
        }
        return code;
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    private void checkSteps() {
        List<String> known =
                Role.ALL.stream().flatMap(role -> role.steps().stream()).toList();
        List<String> wrong = steps.stream()
                .filter(step -> !known.contains(step))
                .map(step -> "--step: '" + step + "' is no step that works with clusters" + Names.hint(step, known))
                .toList();
        if (!wrong.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), String.join("; ", wrong) + " (known: " + String.join(", ", known) + ")");
        }
    }

    /** Says what was found; the exit code of this cluster. */
    private int told(String cluster, CompletableFuture<Checkup> found, PrintWriter out) {
        Checkup checkup;
        try {
            checkup = found.join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof KubeException cause)) {
                throw e;
            }
            // its message names the cluster already
            out.println("not ok  " + cause.getMessage().replaceFirst("^cluster ", ""));
            return cause.status() == 0 ? ExitCodes.OPEN : ExitCodes.FAILED;
        }
        boolean good =
                checkup.problems().isEmpty() && checkup.lacks().stream().noneMatch(lacks -> isWanted(lacks.role()));
        out.println((good ? "ok      " : "not ok  ") + cluster + ": Kubernetes "
                + checkup.server().version()
                + checkup.user().map(user -> ", as " + user).orElse("")
                + (checkup.namespaces().isEmpty()
                        ? ", all namespaces"
                        : ", namespaces " + String.join(", ", checkup.namespaces())));
        checkup.problems().forEach(problem -> out.println("        " + problem));
        checkup.remarks().forEach(remark -> out.println("        note: " + remark));
        checkup.lacks().forEach(lacks -> lacking(checkup, lacks, out));
        return good ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private void lacking(Checkup checkup, Checkup.RoleLacks lacks, PrintWriter out) {
        String what = String.join(", ", lacks.role().steps());
        if (!isWanted(lacks.role())) {
            out.println("        note: not possible here: " + what + "; if it should be, " + lacks.remedy());
            return;
        }
        lacks.lacks().stream().map(Right.Lack::words).forEach(words -> out.println("        " + words));
        out.println("        for " + what + ": " + lacks.remedy()
                + checkup.user().map(user -> " to " + user).orElse(""));
    }

    private boolean isWanted(Role role) {
        return role.steps().stream().anyMatch(steps::contains);
    }
}
