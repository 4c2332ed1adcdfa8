package io.jenkins.plugins.greyrelease.jenkins.config;

import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import java.util.Map;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** One line of a folder's restriction: clusters, and the namespaces in them. What is not set is null. */
public final class ReleaseRule implements Describable<ReleaseRule> {
    private String clusters;
    private String namespaces;

    /** Every cluster, every namespace. */
    @DataBoundConstructor
    public ReleaseRule() {
        // narrowed by what is set
    }

    /** Names or {@code label:value} with commas between them; null: every cluster. */
    public String getClusters() {
        return clusters;
    }

    /** Sets the clusters. */
    @DataBoundSetter
    public void setClusters(String clusters) {
        this.clusters = Texts.orNull(clusters);
    }

    /** Names with commas between them; null: every namespace. */
    public String getNamespaces() {
        return namespaces;
    }

    /** Sets the namespaces. */
    @DataBoundSetter
    public void setNamespaces(String namespaces) {
        this.namespaces = Texts.orNull(namespaces);
    }

    /** In words: which clusters, in which namespaces. */
    public String getWords() {
        return scope().words();
    }

    ReleaseScope scope() {
        return new ReleaseScope(Texts.words(clusters), Texts.words(namespaces));
    }

    /** Its form. */
    @Extension
    @Symbol("greyReleaseRule")
    public static class DescriptorImpl extends Descriptor<ReleaseRule> {
        @Override
        public String getDisplayName() {
            return "Clusters and namespaces";
        }

        /** Whether each of them is, or selects, a cluster of the fleet. */
        @POST
        public FormValidation doCheckClusters(@QueryParameter String value) {
            return Forms.check(() -> Forms.unknownClusters(value));
        }

        /** Whether these are names of namespaces. */
        @POST
        public FormValidation doCheckNamespaces(@QueryParameter String value) {
            return Forms.check(
                    () -> FieldChecks.entry("clusters", Map.of("namespaces", Texts.words(value)), "namespaces"));
        }
    }
}
