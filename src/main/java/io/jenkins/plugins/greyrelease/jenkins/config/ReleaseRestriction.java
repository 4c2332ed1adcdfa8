package io.jenkins.plugins.greyrelease.jenkins.config;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.hudson.plugins.folder.AbstractFolderProperty;
import com.cloudbees.hudson.plugins.folder.AbstractFolderPropertyDescriptor;
import hudson.Extension;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.model.ItemGroup;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * Where the jobs of a folder may release to. Folders further in can only narrow it: all that are above a job must allow.
 * Only administrators see it as a form; when anybody else saves the folder's page, it stays as it is.
 */
public final class ReleaseRestriction extends AbstractFolderProperty<AbstractFolder<?>> {
    private final List<ReleaseRule> rules;

    /**
     * Allows what one of the rules allows.
     *
     * @param rules none, or null: nothing is allowed
     */
    @DataBoundConstructor
    public ReleaseRestriction(List<ReleaseRule> rules) {
        this.rules = rules == null ? new ArrayList<>() : new ArrayList<>(rules);
    }

    /** What it allows; none: nothing. */
    public List<ReleaseRule> getRules() {
        return rules == null ? List.of() : List.copyOf(rules);
    }

    /**
     * What the folders above a job forbid.
     *
     * @param job that wants to release
     * @param namespace where the app lives
     * @param clusters names of the clusters where the release goes
     * @return sentences that name the folder, the cluster and what is allowed; none if the release may go there
     */
    public static List<String> problems(Item job, String namespace, Collection<String> clusters) {
        GreyReleaseConfiguration configuration = GreyReleaseConfiguration.get();
        List<ClusterSpec> wanted = wanted(configuration.spec().clusters(), clusters);
        List<String> problems = new ArrayList<>();
        boolean restricted = false;
        for (ItemGroup<?> group = job.getParent(); group instanceof Item item; group = item.getParent()) {
            if (group instanceof AbstractFolder<?> folder) {
                ReleaseRestriction restriction = folder.getProperties().get(ReleaseRestriction.class);
                if (restriction != null) {
                    restricted = true;
                    problems.addAll(
                            ReleaseScope.problems(folder.getFullName(), restriction.scopes(), namespace, wanted));
                }
            }
        }
        if (!restricted && configuration.isOnlyRestrictedFolders()) {
            problems.add("no folder above '" + job.getFullName() + "' says where its jobs may release to; an"
                    + " administrator can allow it in the configuration of a folder, under Grey Release");
        }
        return problems;
    }

    /** One that the fleet does not have any more has no labels to be allowed by. */
    private static List<ClusterSpec> wanted(List<ClusterSpec> fleet, Collection<String> names) {
        return names.stream()
                .map(name -> fleet.stream()
                        .filter(cluster -> cluster.name().equals(name))
                        .findFirst()
                        .orElseGet(() -> ClusterSpec.simulated(name)))
                .toList();
    }

    private List<ReleaseScope> scopes() {
        return getRules().stream().map(ReleaseRule::scope).toList();
    }

    /** Only an administrator changes it. */
    @Override
    public AbstractFolderProperty<?> reconfigure(StaplerRequest2 request, JSONObject form)
            throws Descriptor.FormException {
        return DescriptorImpl.mayConfigure() ? super.reconfigure(request, form) : this;
    }

    /** Its form. */
    @Extension
    @Symbol("greyReleaseRestriction")
    public static class DescriptorImpl extends AbstractFolderPropertyDescriptor {
        @Override
        public String getDisplayName() {
            return "Grey Release: restrict where jobs may release to";
        }

        /** Whether who is asking may change it. */
        public boolean isConfigurable() {
            return mayConfigure();
        }

        static boolean mayConfigure() {
            return Jenkins.get().hasPermission(Jenkins.ADMINISTER);
        }

        /** Nothing where the box is not ticked, or who sends the form may not tick it. */
        @Override
        public AbstractFolderProperty<?> newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
            return form.optBoolean("restricted") && mayConfigure() ? super.newInstance(request, form) : null;
        }
    }
}
