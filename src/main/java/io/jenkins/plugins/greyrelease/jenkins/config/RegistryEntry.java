package io.jenkins.plugins.greyrelease.jenkins.config;

import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** One Harbor of the system page: what was typed, right or not; texts that are not set are null. */
public final class RegistryEntry implements Describable<RegistryEntry> {
    private final String name;
    private final String url;
    private String idc;
    private String credentialsId;
    private String upstream;
    private String caCertificate;

    /**
     * A registry that anybody may read.
     *
     * @param name as steps call it
     * @param url its address
     */
    @DataBoundConstructor
    public RegistryEntry(String name, String url) {
        this.name = Texts.orNull(name);
        this.url = Texts.orNull(url);
    }

    /** As steps call it. */
    public String getName() {
        return name;
    }

    /** Its address. */
    public String getUrl() {
        return url;
    }

    /** The data centre it serves. */
    public String getIdc() {
        return idc;
    }

    /** Sets the data centre it serves. */
    @DataBoundSetter
    public void setIdc(String idc) {
        this.idc = Texts.orNull(idc);
    }

    /** Id of user and password. */
    public String getCredentialsId() {
        return credentialsId;
    }

    /** Sets the id of user and password. */
    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Texts.orNull(credentialsId);
    }

    /** Name of the registry it gets its images from. */
    public String getUpstream() {
        return upstream;
    }

    /** Sets the name of the registry it gets its images from. */
    @DataBoundSetter
    public void setUpstream(String upstream) {
        this.upstream = Texts.orNull(upstream);
    }

    /** What the registry's certificate is checked against, in PEM form. */
    public String getCaCertificate() {
        return caCertificate;
    }

    /** Sets what the registry's certificate is checked against. */
    @DataBoundSetter
    public void setCaCertificate(String caCertificate) {
        this.caCertificate = Texts.orNull(caCertificate);
    }

    /** As {@link io.jenkins.plugins.greyrelease.kube.FleetReader#of} takes it. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", name);
        values.put("idc", idc);
        values.put("url", url);
        values.put("credentialsId", credentialsId);
        values.put("upstream", upstream);
        values.put("caCertificate", caCertificate);
        return values;
    }

    /** Its form: what it offers and checks. */
    @Extension
    public static class DescriptorImpl extends Descriptor<RegistryEntry> {
        @Override
        public String getDisplayName() {
            return "Registry";
        }

        /** Users with their passwords, such as robot accounts, and tokens. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            return Forms.credentials(
                    credentialsId, Forms.kinds(StandardUsernamePasswordCredentials.class, StringCredentials.class));
        }

        /** Whether it is a name; that no other registry has it shows when all is saved. */
        @POST
        public FormValidation doCheckName(@QueryParameter String value) {
            return Forms.check(() -> FieldChecks.entry("registries", new RegistryEntry(value, null).values(), "name"));
        }

        /** Whether there are such credentials. */
        @POST
        public FormValidation doCheckCredentialsId(@QueryParameter String value) {
            return Forms.checkCredentials(value, List::of);
        }

        /** Whether the registry answers, and takes the credentials. Waits for the answer for a limited time. */
        @POST
        public FormValidation doTestConnection(StaplerRequest2 request) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            RegistryEntry entry = new RegistryEntry(request.getParameter("name"), request.getParameter("url"));
            entry.setCaCertificate(request.getParameter("caCertificate"));
            entry.setCredentialsId(request.getParameter("credentialsId"));
            return Forms.tried(entry);
        }

        /** Whether it is a certificate. */
        @POST
        public FormValidation doCheckCaCertificate(@QueryParameter String value) {
            RegistryEntry entry = new RegistryEntry(null, null);
            entry.setCaCertificate(value);
            return Forms.check(() -> FieldChecks.entry("registries", entry.values(), "caCertificate"));
        }

        /** Whether it is an address. */
        @POST
        public FormValidation doCheckUrl(@QueryParameter String value) {
            return Forms.check(() -> FieldChecks.entry("registries", new RegistryEntry(null, value).values(), "url"));
        }
    }
}
