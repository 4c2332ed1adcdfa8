package io.jenkins.plugins.greyrelease.jenkins.config;

import io.jenkins.plugins.greyrelease.kube.FleetReader;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * Everything that the system page says of the fleet: what was typed, right or not. What is not set is null, also in
 * files that an older version wrote.
 */
public final class FleetEntries {
    private List<ClusterEntry> clusters;
    private List<RegistryEntry> registries;
    private ServiceEntry jira;
    private ServiceEntry sonarqube;
    private BuildsEntry builds;
    private List<NotifyEntry> notify;
    private boolean onlyRestrictedFolders;

    /** Nothing at all. */
    @DataBoundConstructor
    public FleetEntries() {
        // a form sets what it has
    }

    /** The same again, to be changed without changing this one. */
    FleetEntries copy() {
        FleetEntries copy = new FleetEntries();
        copy.clusters = clusters;
        copy.registries = registries;
        copy.jira = jira;
        copy.sonarqube = sonarqube;
        copy.builds = builds;
        copy.notify = notify;
        copy.onlyRestrictedFolders = onlyRestrictedFolders;
        return copy;
    }

    /** The clusters, in order. */
    public List<ClusterEntry> getClusters() {
        return clusters == null ? List.of() : List.copyOf(clusters);
    }

    /** Sets the clusters. */
    @DataBoundSetter
    public void setClusters(List<ClusterEntry> clusters) {
        this.clusters = clusters == null ? null : new ArrayList<>(clusters);
    }

    /** The registries, in order. */
    public List<RegistryEntry> getRegistries() {
        return registries == null ? List.of() : List.copyOf(registries);
    }

    /** Sets the registries. */
    @DataBoundSetter
    public void setRegistries(List<RegistryEntry> registries) {
        this.registries = registries == null ? null : new ArrayList<>(registries);
    }

    /** The ticket system; null: none. */
    public ServiceEntry getJira() {
        return jira;
    }

    /** Sets the ticket system. */
    @DataBoundSetter
    public void setJira(ServiceEntry jira) {
        this.jira = jira;
    }

    /** The quality server; null: none. */
    public ServiceEntry getSonarqube() {
        return sonarqube;
    }

    /** Sets the quality server. */
    @DataBoundSetter
    public void setSonarqube(ServiceEntry sonarqube) {
        this.sonarqube = sonarqube;
    }

    /** Where Dockerfiles are built; null: nowhere. */
    public BuildsEntry getBuilds() {
        return builds;
    }

    /** Sets where Dockerfiles are built. */
    @DataBoundSetter
    public void setBuilds(BuildsEntry builds) {
        this.builds = builds;
    }

    /** Who is told what happens, in order. */
    public List<NotifyEntry> getNotify() {
        return notify == null ? List.of() : List.copyOf(notify);
    }

    /** Sets who is told what happens. */
    @DataBoundSetter
    public void setNotify(List<NotifyEntry> notify) {
        this.notify = notify == null ? null : new ArrayList<>(notify);
    }

    /** Whether a job may release only if a folder above it says where to. */
    public boolean isOnlyRestrictedFolders() {
        return onlyRestrictedFolders;
    }

    /** Sets whether a job may release only if a folder above it says where to. */
    @DataBoundSetter
    public void setOnlyRestrictedFolders(boolean onlyRestrictedFolders) {
        this.onlyRestrictedFolders = onlyRestrictedFolders;
    }

    /**
     * The fleet that the entries say.
     *
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException with everything that is wrong
     */
    FleetSpec spec() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("clusters", getClusters().stream().map(ClusterEntry::values).toList());
        values.put(
                "registries",
                getRegistries().stream().map(RegistryEntry::values).toList());
        values.put("jira", jira == null ? null : jira.values());
        values.put("sonarqube", sonarqube == null ? null : sonarqube.values());
        values.put("builds", builds == null ? null : builds.values());
        values.put("notify", getNotify().stream().map(NotifyEntry::values).toList());
        return FleetReader.of("Grey Release on the system page", values);
    }
}
