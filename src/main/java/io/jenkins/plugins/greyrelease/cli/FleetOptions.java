package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.image.LiveRegistries;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec.Access;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec.Simulate;
import io.jenkins.plugins.greyrelease.kube.FleetReader;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.kube.Selection;
import io.jenkins.plugins.greyrelease.kube.client.Kubeconfigs;
import io.jenkins.plugins.greyrelease.kube.client.KubernetesFleet;
import io.jenkins.plugins.greyrelease.kube.client.Login;
import io.jenkins.plugins.greyrelease.notify.Destination;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.step.LiveDestinations;
import io.jenkins.plugins.greyrelease.step.LiveServices;
import io.jenkins.plugins.greyrelease.step.Services;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Which real clusters a command is about, and how it signs in to them: those of a {@code fleet.yaml}, or contexts of the
 * kubeconfig. A context is always named, since the current one may be another tomorrow.
 */
final class FleetOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--fleet", paramLabel = "FILE", description = "fleet.yaml: the clusters and how they are reached.")
    private Path fleet;

    @Option(
            names = "--context",
            split = ",",
            paramLabel = "[NAME=]CONTEXT",
            description = "Instead of --fleet: contexts of the kubeconfig; each is a cluster of this name, or of NAME.")
    private List<String> contexts = List.of();

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Where the contexts are (default: $$KUBECONFIG, or ~/.kube/config).")
    private Path kubeconfig;

    @Option(
            names = "--credentials",
            paramLabel = "FOLDER",
            description = "Where what the fleet names under 'credentials' is kept: a file of that name for each, with a"
                    + " token, a kubeconfig, or certificate and key in PEM form; for a registry, user:password or a"
                    + " token (default for those without: docker's config.json).")
    private Path credentials;

    @Option(
            names = "--clusters",
            split = ",",
            paramLabel = "NAME|LABEL:VALUE",
            description = "Of these clusters some, in this order, such as gd9-a,stage:prod (default: all).")
    private List<String> clusters = List.of();

    /**
     * The clusters, in order. Nothing is asked of them yet, but what can be known wrong about the way to them is said.
     *
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException with everything that is wrong
     */
    FleetSpec spec() throws IOException {
        if (fleet == null == contexts.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    fleet == null
                            ? "say which clusters: --fleet FILE, or --context with contexts of " + kubeconfigs()
                            : "--fleet and --context do not go together; a fleet.yaml names the contexts itself");
        }
        FleetSpec all = fleet == null ? ofContexts() : FleetReader.read(fleet.toString(), TextFiles.read(fleet));
        FleetSpec chosen = all.with(Selection.of(all.clusters(), clusters));
        Problems problems = new Problems();
        ClusterLogins logins = logins();
        for (ClusterSpec each : chosen.clusters()) {
            try {
                logins.of(each);
            } catch (IllegalStateException e) {
                problems.add("cluster " + each.name() + ": " + e.getMessage());
            }
        }
        problems.throwIfAny("clusters");
        return chosen;
    }

    /**
     * The clusters of {@link #spec}, to be closed. What they are reached with is read anew every half minute, so that
     * rotated tokens are taken up.
     */
    KubernetesFleet open(FleetSpec checked, Scheduler scheduler) {
        return new KubernetesFleet(checked, logins()::of, scheduler);
    }

    /** The systems beside the clusters that the fleet names; nothing is asked of them yet. */
    Services services(FleetSpec checked, Scheduler scheduler) {
        return new LiveServices(
                        FleetOptions::client,
                        new CredentialsFolder(Optional.ofNullable(credentials))::login,
                        scheduler,
                        new RandomIds())
                .of(checked, "");
    }

    /** Who is notified, as {@link #spec} says. */
    List<Destination> destinations(FleetSpec checked, Scheduler scheduler) {
        CredentialsFolder folder = new CredentialsFolder(Optional.ofNullable(credentials));
        return new LiveDestinations(FleetOptions::client, folder::login, folder::secret, scheduler, new RandomIds())
                .of(checked, "");
    }

    /** The registries of {@link #spec}; nothing is asked of them yet. */
    Registries registries(FleetSpec checked, Scheduler scheduler) {
        DockerLogins docker = DockerLogins.of(System.getenv(), Path.of(System.getProperty("user.home")));
        RegistryLogins own = new RegistryLogins(docker, new CredentialsFolder(Optional.ofNullable(credentials)));
        return new LiveRegistries(FleetOptions::client, own::of, scheduler, new RandomIds())
                .of(checked.registries(), "");
    }

    /** With the proxy of the system properties, as for everything else that Java asks. */
    private static HttpClient.Builder client() {
        return HttpClient.newBuilder().proxy(ProxySelector.getDefault());
    }

    private ClusterLogins logins() {
        return new ClusterLogins(kubeconfigs(), Optional.ofNullable(credentials));
    }

    private Kubeconfigs kubeconfigs() {
        return kubeconfig != null
                ? new Kubeconfigs(List.of(kubeconfig))
                : Kubeconfigs.of(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    private FleetSpec ofContexts() {
        Problems problems = new Problems();
        List<ClusterSpec> specs = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String term : contexts) {
            int sign = term.indexOf('=');
            String name = sign < 0 ? term : term.substring(0, sign);
            if (!FleetReader.isName(name)) {
                problems.bad("--context", term, "'" + name + "' is no name for a cluster; give it one: NAME=CONTEXT");
            } else if (names.stream().anyMatch(name::equalsIgnoreCase)) {
                problems.bad("--context", term, "there are two clusters of this name; give one another: NAME=CONTEXT");
            }
            names.add(name);
            Access access = new Access.Kubeconfig(term.substring(sign + 1), Optional.empty());
            specs.add(new ClusterSpec(name, "", new TreeMap<>(), List.of(), Optional.of(access), Simulate.DEFAULT));
        }
        problems.throwIfAny("clusters");
        return FleetSpec.of(specs);
    }

    /** Signs in with what lies on this machine. What is wrong is said as an {@link IllegalStateException}. */
    private record ClusterLogins(Kubeconfigs kubeconfigs, Optional<Path> credentials) {

        Login of(ClusterSpec cluster) {
            Access access = cluster.access()
                    .orElseThrow(() -> new IllegalStateException("the fleet does not say how it is reached; give it a"
                            + " 'context' of the kubeconfig, or 'server' and 'credentials'"));
            if (access instanceof Access.Kubeconfig config) {
                Kubeconfigs from = config.credentials().isEmpty()
                        ? kubeconfigs
                        : new Kubeconfigs(List.of(file(config.credentials().get())));
                return from.login(config.context());
            } else if (access instanceof Access.Server server) {
                return login(server);
            }
            return Login.ServiceAccount.mounted();
        }

        private Login login(Access.Server server) {
            Path file = file(server.credentials());
            String text;
            try {
                text = TextFiles.read(file);
            } catch (IOException e) {
                throw new IllegalStateException(
                        file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
            }
            String certificates = blocks(text, "CERTIFICATE");
            return certificates.isEmpty()
                    ? new Login.Token(server.url(), server.caCertificate(), text.strip())
                    : new Login.Certificate(
                            server.url(), server.caCertificate(), certificates, blocks(text, "[A-Z ]*PRIVATE KEY"));
        }

        private static String blocks(String pem, String what) {
            return Pattern.compile("-----BEGIN " + what + "-----.*?-----END " + what + "-----", Pattern.DOTALL)
                    .matcher(pem)
                    .results()
                    .map(MatchResult::group)
                    .collect(Collectors.joining("\n"));
        }

        private Path file(String id) {
            return credentials
                    .orElseThrow(() -> new IllegalStateException(
                            "its credentials '" + id + "' are needed; name the folder that has them: --credentials"))
                    .resolve(id);
        }
    }
}
