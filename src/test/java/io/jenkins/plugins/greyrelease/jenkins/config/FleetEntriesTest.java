package io.jenkins.plugins.greyrelease.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec.Access;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FleetEntriesTest {

    private static ClusterEntry cluster(String name) {
        ClusterEntry entry = new ClusterEntry(name);
        entry.setInCluster(true);
        return entry;
    }

    private static FleetEntries entries(ClusterEntry... clusters) {
        FleetEntries entries = new FleetEntries();
        entries.setClusters(List.of(clusters));
        return entries;
    }

    @Test
    void nothingTypedIsAFleetWithoutClusters() {
        FleetSpec spec = new FleetEntries().spec();
        assertThat(spec.clusters()).isEmpty();
        assertThat(spec.jira()).isEmpty();
    }

    @Test
    void becomesWhatTheFileWouldBecome() {
        ClusterEntry server = new ClusterEntry(" gd9-a ");
        server.setIdc("gd9");
        server.setLabels("stage=prod, tier=1");
        server.setNamespaces(List.of("shop, web", "pay"));
        server.setServer("https://gd9-a.example:6443");
        server.setCredentialsId("gd9-token");
        server.setContext(" ");
        ClusterEntry context = new ClusterEntry("nh-a");
        context.setContext("nh");
        context.setCredentialsId("kubeconfig");
        FleetEntries entries = entries(server, context, cluster("own"));
        RegistryEntry registry = new RegistryEntry("test", "https://harbor.example");
        registry.setCredentialsId("harbor");
        entries.setRegistries(List.of(registry));
        entries.setJira(new ServiceEntry("https://jira.example"));
        FleetSpec spec = entries.spec();
        ClusterSpec first = spec.clusters().get(0);
        assertThat(first.name()).isEqualTo("gd9-a");
        assertThat(first.labels()).isEqualTo(Map.of("stage", "prod", "tier", "1"));
        assertThat(first.namespaces()).containsExactly("shop", "web", "pay");
        assertThat(spec.clusters().stream().map(c -> c.access().orElseThrow()))
                .containsExactly(
                        new Access.Server("https://gd9-a.example:6443", Optional.empty(), "gd9-token"),
                        new Access.Kubeconfig("nh", Optional.of("kubeconfig")),
                        new Access.InCluster());
        assertThat(spec.registries().get(0).credentials()).contains("harbor");
        assertThat(spec.jira().orElseThrow().url()).isEqualTo("https://jira.example");
    }

    @Test
    void whoIsNotifiedIsReadAndWhatIsWrongWithItIsSaid() {
        NotifyEntry ops = new NotifyEntry(" ops ", "https://ops.example/hook");
        ops.setSecretId("ops-secret");
        ops.setEvents(List.of("failed, ended"));
        NotifyEntry wrong = new NotifyEntry("OPS", "ops.example");
        wrong.setEvents(List.of("batch-dome"));
        FleetEntries entries = new FleetEntries();
        entries.setNotify(List.of(ops));
        assertThat(entries.copy().spec().notifications())
                .containsExactly(new FleetSpec.NotifySpec(
                        "ops",
                        "https://ops.example/hook",
                        "ops-secret",
                        Optional.empty(),
                        List.of("failed", "ended"),
                        Optional.empty()));
        entries.setNotify(List.of(ops, wrong));
        assertThat(catchThrowableOfType(BadArgumentsException.class, entries::spec)
                        .problems())
                .anyMatch(p -> p.startsWith("notify[1].name: 'OPS' differs from 'ops' by letter case only"))
                .anyMatch(p -> p.startsWith("notify[1].url: 'ops.example' is no address"))
                .anyMatch(p ->
                        p.startsWith("notify[1].events: there is no event 'batch-dome'; did you mean 'batch-done'"))
                .anyMatch(p -> p.equals("notify[1].secretId: is missing"));
    }

    @Test
    void saysEverythingThatIsWrongTogether() {
        FleetEntries entries = entries(cluster("a"), cluster("A"), new ClusterEntry(null));
        entries.setSonarqube(new ServiceEntry("sonar"));
        assertThat(catchThrowableOfType(BadArgumentsException.class, entries::spec)
                        .problems())
                .hasSize(4)
                .anyMatch(p -> p.startsWith("clusters[1].name: 'A' differs"))
                .anyMatch(p -> p.equals("clusters[2].name: is missing"))
                .anyMatch(p -> p.startsWith("clusters[2].credentialsId: is missing"))
                .anyMatch(p -> p.startsWith("sonarqube.url: 'sonar' is no address"));
    }

    @Test
    void aCopyCanBeChangedWithoutTheFirst() {
        FleetEntries entries = entries(cluster("a"));
        FleetEntries copy = entries.copy();
        copy.setClusters(List.of());
        copy.setOnlyRestrictedFolders(true);
        assertThat(entries.getClusters()).hasSize(1);
        assertThat(entries.isOnlyRestrictedFolders()).isFalse();
    }

    @Test
    void aFieldIsCheckedByTheRulesOfTheWhole() {
        ClusterEntry entry = new ClusterEntry("a b");
        entry.setServer("gd9-a");
        assertThat(FieldChecks.entry("clusters", entry.values(), "name"))
                .singleElement()
                .asString()
                .startsWith("'a b' is no name");
        assertThat(FieldChecks.entry("clusters", entry.values(), "server")).hasSize(1);
        assertThat(FieldChecks.entry("clusters", entry.values(), "credentialsId"))
                .containsExactly("is missing; a 'server' needs the id of its token or client certificate");
        assertThat(FieldChecks.entry("clusters", entry.values(), "labels")).isEmpty();
        assertThat(FieldChecks.service(new ServiceEntry("jira").values(), "url"))
                .hasSize(1);
    }
}
