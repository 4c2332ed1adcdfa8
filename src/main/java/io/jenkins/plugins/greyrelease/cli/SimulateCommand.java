package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.kube.FleetReader;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.manifest.Manifests;
import io.jenkins.plugins.greyrelease.rehearsal.Simulation;
import io.jenkins.plugins.greyrelease.rehearsal.serve.ServedFleet;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code grey simulate}: simulated clusters that anything can talk to. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Serves the clusters of a fleet, simulated and in real time, on a port of this machine until Ctrl-C, and",
            "prints a kubeconfig with a context for each.",
            "",
            "  grey simulate fleet.yaml --manifests deploy/ --kubeconfig sim.yaml",
            "  grey simulate fleet.yaml --app shop/cart --port 8001 --token secret",
            "  grey simulate fleet.yaml --app shop/cart --new-image '*/cart:2.0' --fault broken-image:never-ready"
        })
final class SimulateCommand implements Callable<Integer> {
    private static final int TOKEN_LENGTH = 32;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FLEET", description = "fleet.yaml: the clusters.")
    private Path fleet;

    @Option(
            names = "--manifests",
            paramLabel = "PATH",
            description = "File or directory that is loaded into every cluster. May be given several times.")
    private List<Path> manifests = List.of();

    @Option(
            names = "--app",
            paramLabel = "NAMESPACE/NAME",
            description = "An app to make up: ten pods, a Service and a disruption budget. May be given several times;"
                    + " not with --manifests.")
    private List<String> apps = List.of();

    @Option(names = "--port", paramLabel = "N", defaultValue = "0", description = "Default: one that is free.")
    private int port;

    @Option(names = "--token", paramLabel = "TOKEN", description = "What callers must know (default: a random one).")
    private String token;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Where the kubeconfig goes (default: it is printed).")
    private Path kubeconfig;

    @Option(
            names = "--fault",
            paramLabel = "FAULT",
            description = "What is to go wrong, such as cluster-down=gd9-b@30s+5m; a wrong one lists them all. Times"
                    + " count from the start. May be given several times.")
    private List<String> faults = List.of();

    @Option(
            names = "--new-image",
            paramLabel = "IMAGE",
            description = "The image that faults such as broken-image speak of; * stands for anything.")
    private List<String> newImages = List.of();

    @Option(
            names = "--pace",
            paramLabel = "X",
            defaultValue = "1",
            description = "How many simulated seconds pass in one (default: ${DEFAULT-VALUE}).")
    private double pace;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of all chance (default: 1).")
    private long seed;

    @Override
    public Integer call() throws IOException {
        check();
        TextFiles.mustBeWritable(kubeconfig);
        FleetSpec clusters = FleetReader.read(fleet.toString(), TextFiles.read(fleet));
        VirtualTime time = new VirtualTime();
        Simulation simulation = new Simulation(clusters, loaded(), apps, time, seed);
        PrintWriter err = spec.commandLine().getErr();
        simulation.remarks().forEach(err::println);
        simulation.start(faults, newImages, err::println);
        String secret = token == null ? new RandomIds().next(TOKEN_LENGTH) : token;
        try (LiveScheduler live = new LiveScheduler(2, failure -> told(err, failure));
                ServedFleet served = serve(simulation, time, live, new ServedFleet.Options(port, secret, pace))) {
            say(served, clusters);
            untilStopped(served);
        }
        return ExitCodes.OK;
    }

    private void check() {
        List<String> wrong = new ArrayList<>();
        if (!(pace > 0 && pace <= 1000)) {
            wrong.add("--pace: '" + pace + "' is not more than 0 and at most 1000");
        }
        if (port < 0 || port > 65535) {
            wrong.add("--port: '" + port + "' is no port (0 to 65535)");
        }
        if (!apps.isEmpty() && !manifests.isEmpty()) {
            wrong.add("--app and --manifests do not go together");
        }
        apps.stream()
                .filter(app -> !app.matches("[a-z0-9-]{1,63}/[a-z0-9.-]{1,63}"))
                .forEach(app -> wrong.add("--app: '" + app + "' is not NAMESPACE/NAME"));
        if (!wrong.isEmpty()) {
            throw new ParameterException(spec.commandLine(), String.join("; ", wrong));
        }
    }

    private Manifests loaded() throws IOException {
        List<Manifests> all = new ArrayList<>();
        for (Path path : manifests) {
            if (!Files.exists(path)) {
                throw new NoSuchFileException(path.toString());
            }
            all.add(Manifests.load(path, "default"));
        }
        return new Manifests(
                all.stream().flatMap(each -> each.objects().stream()).toList(),
                all.stream().flatMap(each -> each.others().stream()).toList(),
                all.stream().flatMap(each -> each.remarks().stream()).toList());
    }

    private ServedFleet serve(Simulation simulation, VirtualTime time, LiveScheduler live, ServedFleet.Options how)
            throws IOException {
        try {
            return new ServedFleet(
                    simulation.fleet().clusters(),
                    time,
                    live,
                    how,
                    failure -> told(spec.commandLine().getErr(), failure));
        } catch (BindException e) {
            FileSystemException plain =
                    new FileSystemException("port " + how.port() + " cannot be had: " + e.getMessage());
            plain.initCause(e);
            throw plain;
        }
    }

    private void say(ServedFleet served, FleetSpec clusters) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (kubeconfig == null) {
            out.print(served.kubeconfig());
        } else {
            write(served.kubeconfig());
            clusters.clusters().forEach(each -> out.println(each.name() + "  " + served.url(each.name())));
            out.println("kubeconfig: " + kubeconfig);
        }
        out.flush();
        PrintWriter err = spec.commandLine().getErr();
        err.println("serving until Ctrl-C");
        err.flush();
    }

    /** It holds a token: nobody else is to read it. */
    private void write(String text) throws IOException {
        Files.writeString(kubeconfig, "");
        if (Files.getFileAttributeView(kubeconfig, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(kubeconfig, PosixFilePermissions.fromString("rw-------"));
        }
        Files.writeString(kubeconfig, text);
    }

    private static void untilStopped(ServedFleet served) {
        Thread onCtrlC = new Thread(served::close, "grey-release-stop");
        Runtime.getRuntime().addShutdownHook(onCtrlC);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            // whoever runs the command inside another program wants it to end
            Runtime.getRuntime().removeShutdownHook(onCtrlC);
        }
    }

    private static void told(PrintWriter err, Throwable failure) {
        err.println("grey: a mistake in the simulation: " + failure);
        failure.printStackTrace(err);
        err.flush();
    }
}
