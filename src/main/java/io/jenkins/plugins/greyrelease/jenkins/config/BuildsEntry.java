package io.jenkins.plugins.greyrelease.jenkins.config;

import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Where Dockerfiles are built, on the system page: what was typed, right or not; texts that are not set are null. */
public final class BuildsEntry implements Describable<BuildsEntry> {
    private final String cluster;
    private String namespace;
    private String image;
    private String pullSecret;
    private String platform;
    private String cpu;
    private String memory;
    private String timeout;

    /** @param cluster name of a cluster of the fleet */
    @DataBoundConstructor
    public BuildsEntry(String cluster) {
        this.cluster = Texts.orNull(cluster);
    }

    /** Name of the cluster that builds. */
    public String getCluster() {
        return cluster;
    }

    /** The namespace of the builds. */
    public String getNamespace() {
        return namespace;
    }

    /** Sets the namespace of the builds. */
    @DataBoundSetter
    public void setNamespace(String namespace) {
        this.namespace = Texts.orNull(namespace);
    }

    /** BuildKit's image. */
    public String getImage() {
        return image;
    }

    /** Sets BuildKit's image. */
    @DataBoundSetter
    public void setImage(String image) {
        this.image = Texts.orNull(image);
    }

    /** Name of the Secret that the image is pulled with. */
    public String getPullSecret() {
        return pullSecret;
    }

    /** Sets the name of the Secret that the image is pulled with. */
    @DataBoundSetter
    public void setPullSecret(String pullSecret) {
        this.pullSecret = Texts.orNull(pullSecret);
    }

    /** What images are built for. */
    public String getPlatform() {
        return platform;
    }

    /** Sets what images are built for. */
    @DataBoundSetter
    public void setPlatform(String platform) {
        this.platform = Texts.orNull(platform);
    }

    /** What a build gets of CPU. */
    public String getCpu() {
        return cpu;
    }

    /** Sets what a build gets of CPU. */
    @DataBoundSetter
    public void setCpu(String cpu) {
        this.cpu = Texts.orNull(cpu);
    }

    /** What a build gets of memory. */
    public String getMemory() {
        return memory;
    }

    /** Sets what a build gets of memory. */
    @DataBoundSetter
    public void setMemory(String memory) {
        this.memory = Texts.orNull(memory);
    }

    /** How long a build may take. */
    public String getTimeout() {
        return timeout;
    }

    /** Sets how long a build may take. */
    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = Texts.orNull(timeout);
    }

    /** As {@link io.jenkins.plugins.greyrelease.kube.FleetReader#of} takes it. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("cluster", cluster);
        values.put("namespace", namespace);
        values.put("image", image);
        values.put("pullSecret", pullSecret);
        values.put("platform", platform);
        values.put("cpu", cpu);
        values.put("memory", memory);
        values.put("timeout", timeout);
        return values;
    }

    /** Its form: what it checks. */
    @Extension
    public static class DescriptorImpl extends Descriptor<BuildsEntry> {
        @Override
        public String getDisplayName() {
            return "Builds";
        }

        /** Whether it is a namespace. */
        @POST
        public FormValidation doCheckNamespace(@QueryParameter String value) {
            BuildsEntry entry = new BuildsEntry(null);
            entry.setNamespace(value);
            return Forms.check(() -> FieldChecks.builds(entry.values(), "namespace"));
        }

        /** Whether it can be an image. */
        @POST
        public FormValidation doCheckImage(@QueryParameter String value) {
            BuildsEntry entry = new BuildsEntry(null);
            entry.setImage(value);
            return Forms.check(() -> FieldChecks.builds(entry.values(), "image"));
        }

        /** Whether it is a platform. */
        @POST
        public FormValidation doCheckPlatform(@QueryParameter String value) {
            BuildsEntry entry = new BuildsEntry(null);
            entry.setPlatform(value);
            return Forms.check(() -> FieldChecks.builds(entry.values(), "platform"));
        }

        /** Whether it is a quantity. */
        @POST
        public FormValidation doCheckCpu(@QueryParameter String value) {
            BuildsEntry entry = new BuildsEntry(null);
            entry.setCpu(value);
            return Forms.check(() -> FieldChecks.builds(entry.values(), "cpu"));
        }

        /** Whether it is a quantity. */
        @POST
        public FormValidation doCheckMemory(@QueryParameter String value) {
            BuildsEntry entry = new BuildsEntry(null);
            entry.setMemory(value);
            return Forms.check(() -> FieldChecks.builds(entry.values(), "memory"));
        }

        /** Whether it is a time. */
        @POST
        public FormValidation doCheckTimeout(@QueryParameter String value) {
            BuildsEntry entry = new BuildsEntry(null);
            entry.setTimeout(value);
            return Forms.check(() -> FieldChecks.builds(entry.values(), "timeout"));
        }
    }
}
