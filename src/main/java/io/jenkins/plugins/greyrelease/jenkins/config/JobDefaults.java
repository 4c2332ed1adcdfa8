package io.jenkins.plugins.greyrelease.jenkins.config;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.Job;
import hudson.util.FormValidation;
import io.jenkins.plugins.greyrelease.step.StepArguments;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import io.jenkins.plugins.greyrelease.step.StepSpecs;
import java.util.LinkedHashMap;
import java.util.Map;
import jenkins.model.OptionalJobProperty;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * What the steps of a job take for parameters that they are not given. Texts as they were typed, null for what is not
 * set.
 */
public final class JobDefaults extends OptionalJobProperty<Job<?, ?>> {
    private String app;
    private String namespace;
    private String clusters;
    private String batches;
    private String approvers;

    /** Sets nothing. */
    @DataBoundConstructor
    public JobDefaults() {
        // what is set comes after
    }

    /**
     * The arguments of a step's call: what was given, and under it what the job sets for parameters that the step has.
     *
     * @param given by parameter name
     */
    public static Map<String, Object> under(Job<?, ?> job, StepSpec step, Map<String, Object> given) {
        JobDefaults defaults = job.getProperty(JobDefaults.class);
        return defaults == null ? given : Defaults.under(step, defaults.values(), given);
    }

    private Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("app", app);
        values.put("namespace", namespace);
        values.put("clusters", clusters == null ? null : Texts.words(clusters));
        values.put("batches", batches);
        values.put("approvers", approvers == null ? null : Texts.words(approvers));
        return values;
    }

    /** Name of the Deployment. */
    public String getApp() {
        return app;
    }

    /** Sets the name of the Deployment. */
    @DataBoundSetter
    public void setApp(String app) {
        this.app = Texts.orNull(app);
    }

    /** Where it lives, in every cluster. */
    public String getNamespace() {
        return namespace;
    }

    /** Sets where it lives. */
    @DataBoundSetter
    public void setNamespace(String namespace) {
        this.namespace = Texts.orNull(namespace);
    }

    /** Names or {@code label:value} with commas between them, in order. */
    public String getClusters() {
        return clusters;
    }

    /** Sets the clusters. */
    @DataBoundSetter
    public void setClusters(String clusters) {
        this.clusters = Texts.orNull(clusters);
    }

    /** Sizes with commas between them, in order. */
    public String getBatches() {
        return batches;
    }

    /** Sets the sizes of the batches. */
    @DataBoundSetter
    public void setBatches(String batches) {
        this.batches = Texts.orNull(batches);
    }

    /** Users or groups with commas between them. */
    public String getApprovers() {
        return approvers;
    }

    /** Sets who may approve. */
    @DataBoundSetter
    public void setApprovers(String approvers) {
        this.approvers = Texts.orNull(approvers);
    }

    /** Its form. */
    @Extension
    @Symbol("greyReleaseDefaults")
    public static class DescriptorImpl extends OptionalJobPropertyDescriptor {
        @Override
        public String getDisplayName() {
            return "Grey Release: what steps take if they are not told otherwise";
        }

        /** Whether it is a name. */
        @POST
        public FormValidation doCheckApp(@AncestorInPath Item job, @QueryParameter String value) {
            return check(job, "app", value);
        }

        /** Whether it is a name. */
        @POST
        public FormValidation doCheckNamespace(@AncestorInPath Item job, @QueryParameter String value) {
            return check(job, "namespace", value);
        }

        /** Whether these are sizes. */
        @POST
        public FormValidation doCheckBatches(@AncestorInPath Item job, @QueryParameter String value) {
            return check(job, "batches", value);
        }

        /** Whether each of them is, or selects, a cluster of the fleet. */
        @POST
        public FormValidation doCheckClusters(@AncestorInPath Item job, @QueryParameter String value) {
            if (job == null || !job.hasPermission(Item.CONFIGURE)) {
                return FormValidation.ok();
            }
            return Forms.shown(Forms.unknownClusters(value));
        }

        private static FormValidation check(Item job, String name, String value) {
            if (job == null || !job.hasPermission(Item.CONFIGURE) || Texts.orNull(value) == null) {
                return FormValidation.ok();
            }
            return Forms.shown(StepArguments.problems(StepSpecs.CANARY_BATCH, name, value));
        }
    }
}
