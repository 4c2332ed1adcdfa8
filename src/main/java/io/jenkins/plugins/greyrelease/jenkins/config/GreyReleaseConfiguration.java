package io.jenkins.plugins.greyrelease.jenkins.config;

import hudson.BulkChange;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.ProxyConfiguration;
import hudson.model.PersistentDescriptor;
import io.jenkins.plugins.greyrelease.image.LiveRegistries;
import io.jenkins.plugins.greyrelease.image.Registries;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.Fleet;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.NotifySpec;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.RegistrySpec;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.ServiceSpec;
import io.jenkins.plugins.greyrelease.kube.client.KubernetesFleet;
import io.jenkins.plugins.greyrelease.notify.Delivery;
import io.jenkins.plugins.greyrelease.notify.Destination;
import io.jenkins.plugins.greyrelease.notify.Notice;
import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import io.jenkins.plugins.greyrelease.runtime.RandomIds;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import io.jenkins.plugins.greyrelease.sonar.Deliveries;
import io.jenkins.plugins.greyrelease.step.LiveDestinations;
import io.jenkins.plugins.greyrelease.step.LiveServices;
import io.jenkins.plugins.greyrelease.step.Services;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * The fleet on Jenkins' system page and under {@code unclassified: greyRelease:} of Configuration as Code. What is wrong
 * is refused as a whole, with everything that is wrong, and what was there before stays.
 *
 * <p>Threads: any. What is set is replaced as a whole, never changed in place.
 */
@Extension
@Symbol("greyRelease")
public class GreyReleaseConfiguration extends GlobalConfiguration implements PersistentDescriptor {
    private static final Logger LOGGER = Logger.getLogger(GreyReleaseConfiguration.class.getName());
    /** Tasks only send what is ready to be sent and hand on what came back. */
    private static final int THREADS = 2;

    private final transient Scheduler scheduler = new LiveScheduler(
            THREADS, e -> LOGGER.log(Level.SEVERE, "A task of a cluster's connection broke; please report this", e));
    private final transient ClusterLogins logins = ClusterLogins.ofJenkins();
    private final transient LiveFleet live = new LiveFleet(this::open);
    private final transient ServiceLogins serviceLogins = new ServiceLogins(ClusterLogins::find);
    private final transient LiveServices liveServices =
            new LiveServices(ProxyConfiguration::newHttpClientBuilder, serviceLogins::of, scheduler, new RandomIds());
    private final transient LiveDestinations liveDestinations = new LiveDestinations(
            ProxyConfiguration::newHttpClientBuilder,
            serviceLogins::of,
            serviceLogins::secret,
            scheduler,
            new RandomIds());
    private final transient RegistryLogins registryLogins = new RegistryLogins(serviceLogins);
    private final transient LiveRegistries liveRegistries = new LiveRegistries(
            ProxyConfiguration::newHttpClientBuilder, registryLogins::of, scheduler, new RandomIds());
    private volatile FleetEntries entries;

    /** Made by Jenkins, once. */
    public GreyReleaseConfiguration() {
        GreyPermissions.register();
    }

    /** The one of this Jenkins. */
    public static GreyReleaseConfiguration get() {
        return ExtensionList.lookupSingleton(GreyReleaseConfiguration.class);
    }

    @Override
    public String getDisplayName() {
        return "Grey Release";
    }

    /** The clusters, in order. */
    public List<ClusterEntry> getClusters() {
        return entries().getClusters();
    }

    /** Sets the clusters. */
    public void setClusters(List<ClusterEntry> clusters) {
        change(entries -> entries.setClusters(clusters));
    }

    /** The registries, in order. */
    public List<RegistryEntry> getRegistries() {
        return entries().getRegistries();
    }

    /** Sets the registries. */
    public void setRegistries(List<RegistryEntry> registries) {
        change(entries -> entries.setRegistries(registries));
    }

    /** The ticket system; null: none. */
    public ServiceEntry getJira() {
        return entries().getJira();
    }

    /** Sets the ticket system. */
    public void setJira(ServiceEntry jira) {
        change(entries -> entries.setJira(jira));
    }

    /** The quality server; null: none. */
    public ServiceEntry getSonarqube() {
        return entries().getSonarqube();
    }

    /** Sets the quality server. */
    public void setSonarqube(ServiceEntry sonarqube) {
        change(entries -> entries.setSonarqube(sonarqube));
    }

    /** Where Dockerfiles are built; null: nowhere. */
    public BuildsEntry getBuilds() {
        return entries().getBuilds();
    }

    /** Sets where Dockerfiles are built. */
    public void setBuilds(BuildsEntry builds) {
        change(entries -> entries.setBuilds(builds));
    }

    /** Who is told what happens, in order. */
    public List<NotifyEntry> getNotify() {
        return entries().getNotify();
    }

    /** Sets who is told what happens. */
    public void setNotify(List<NotifyEntry> notify) {
        change(entries -> entries.setNotify(notify));
    }

    /** Whether a job may release only if a folder above it says where to. */
    public boolean isOnlyRestrictedFolders() {
        return entries().isOnlyRestrictedFolders();
    }

    /** Sets whether a job may release only if a folder above it says where to. */
    public void setOnlyRestrictedFolders(boolean onlyRestrictedFolders) {
        change(entries -> entries.setOnlyRestrictedFolders(onlyRestrictedFolders));
    }

    private FleetEntries entries() {
        FleetEntries current = entries;
        return current == null ? new FleetEntries() : current;
    }

    private synchronized void change(Consumer<FleetEntries> change) {
        FleetEntries changed = entries().copy();
        change.accept(changed);
        entries = changed;
        save();
    }

    /**
     * The fleet as it is configured; without clusters if nothing is.
     *
     * @throws BadArgumentsException with everything that is wrong, if somebody wrote the file by hand
     */
    public FleetSpec spec() {
        return entries().spec();
    }

    /**
     * The clusters as they are configured now, opened by the first call to them. A cluster whose entry has not changed
     * is the same one each time. Does not block.
     *
     * @throws BadArgumentsException as {@link #spec}
     */
    public Fleet fleet() {
        return live.of(spec());
    }

    /**
     * The other systems as they are configured now, reached through Jenkins' proxy where it has one. Does not block.
     *
     * @throws BadArgumentsException as {@link #spec}
     */
    public Services services() {
        return liveServices.of(spec(), proxy());
    }

    /**
     * The registries as they are configured now, reached through Jenkins' proxy where it has one. Does not block.
     *
     * @throws BadArgumentsException as {@link #spec}
     */
    public Registries registries() {
        return liveRegistries.of(spec().registries(), proxy());
    }

    /**
     * Who is notified as it is configured now, reached through Jenkins' proxy where it has one. Does not block.
     *
     * @throws BadArgumentsException as {@link #spec}
     */
    public List<Destination> destinations() {
        return liveDestinations.of(spec(), proxy());
    }

    private static Object proxy() {
        return Optional.<Object>ofNullable(Jenkins.get().getProxy()).orElse("none");
    }

    /**
     * Takes a webhook of SonarQube in.
     *
     * @param signature empty: it has none
     * @throws IllegalStateException if the secret that is configured cannot be had
     */
    public Deliveries.Receipt delivered(String signature, byte[] body) {
        String secret = spec().sonarqube()
                .flatMap(ServiceSpec::webhookSecret)
                .map(serviceLogins::secret)
                .orElse("");
        return liveServices.deliveries().receive(secret, signature, body);
    }

    private Cluster open(ClusterSpec cluster) {
        FleetSpec alone = FleetSpec.of(List.of(cluster));
        return new KubernetesFleet(alone, logins::of, scheduler)
                .fleet()
                .members()
                .get(0)
                .cluster();
    }

    /** Tries a cluster that may not be saved yet; see {@link ConnectionCheck#of}. */
    CompletableFuture<ConnectionCheck> check(ClusterSpec cluster) {
        return ConnectionCheck.of(cluster, logins::of, scheduler);
    }

    /** Tries a registry that may not be saved yet; see {@link RegistryCheck#of}. */
    CompletableFuture<String> check(RegistrySpec registry) {
        return RegistryCheck.of(registry, registryLogins::of, ProxyConfiguration::newHttpClientBuilder, scheduler);
    }

    /** Sends an event to one who may not be saved yet; fails in words for people. */
    CompletableFuture<Void> check(NotifySpec spec) {
        String url = Optional.ofNullable(Jenkins.get().getRootUrl()).orElse("");
        Notice nothing = Notice.test(scheduler.now(), url, "an administrator tries whether this is heard");
        return Delivery.tried(liveDestinations.of(spec), nothing);
    }

    /** The system page: nothing of a form is taken over unless all of it is right. */
    @Override
    public boolean configure(StaplerRequest2 request, JSONObject json) throws FormException {
        FleetEntries submitted = request.bindJSON(FleetEntries.class, json);
        try {
            submitted.spec();
        } catch (BadArgumentsException e) {
            throw new FormException(e.getMessage(), "clusters");
        }
        entries = submitted;
        save();
        return true;
    }

    /**
     * Saves, unless something is wrong: then what was saved before is taken back and everything that is wrong is said.
     * Among many changes (Configuration as Code) only the whole is looked at.
     */
    @Override
    public synchronized void save() {
        if (BulkChange.contains(this)) {
            return;
        }
        try {
            spec();
        } catch (BadArgumentsException e) {
            entries = null;
            load();
            throw e;
        }
        super.save();
    }
}
