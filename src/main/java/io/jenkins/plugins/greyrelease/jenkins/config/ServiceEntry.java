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
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Jira or SonarQube on the system page: what was typed, right or not; texts that are not set are null. */
public final class ServiceEntry implements Describable<ServiceEntry> {
    private final String url;
    private String credentialsId;
    private String caCertificate;
    private String webhookSecretId;

    /**
     * A server without credentials.
     *
     * @param url its address
     */
    @DataBoundConstructor
    public ServiceEntry(String url) {
        this.url = Texts.orNull(url);
    }

    /** Its address. */
    public String getUrl() {
        return url;
    }

    /** Id of a token, or of user and password. */
    public String getCredentialsId() {
        return credentialsId;
    }

    /** Sets the id of a token, or of user and password. */
    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Texts.orNull(credentialsId);
    }

    /** What the server's certificate is checked against, in PEM form. */
    public String getCaCertificate() {
        return caCertificate;
    }

    /** Sets what the server's certificate is checked against. */
    @DataBoundSetter
    public void setCaCertificate(String caCertificate) {
        this.caCertificate = Texts.orNull(caCertificate);
    }

    /** Id of the secret text that SonarQube signs its webhooks with. */
    public String getWebhookSecretId() {
        return webhookSecretId;
    }

    /** Sets the id of the secret text that SonarQube signs its webhooks with. */
    @DataBoundSetter
    public void setWebhookSecretId(String webhookSecretId) {
        this.webhookSecretId = Texts.orNull(webhookSecretId);
    }

    /** As {@link io.jenkins.plugins.greyrelease.kube.FleetReader#of} takes it. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("url", url);
        values.put("credentialsId", credentialsId);
        values.put("caCertificate", caCertificate);
        values.put("webhookSecretId", webhookSecretId);
        return values;
    }

    /** Its form: what it offers and checks. */
    @Extension
    public static class DescriptorImpl extends Descriptor<ServiceEntry> {
        @Override
        public String getDisplayName() {
            return "Server";
        }

        /** Tokens, and users with their passwords. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            return Forms.credentials(
                    credentialsId, Forms.kinds(StringCredentials.class, StandardUsernamePasswordCredentials.class));
        }

        /** Whether there are such credentials. */
        @POST
        public FormValidation doCheckCredentialsId(@QueryParameter String value) {
            return Forms.checkCredentials(value, List::of);
        }

        /** Secret texts. */
        @POST
        public ListBoxModel doFillWebhookSecretIdItems(@QueryParameter String webhookSecretId) {
            return Forms.credentials(webhookSecretId, Forms.kinds(StringCredentials.class));
        }

        /** Whether there is such a secret. */
        @POST
        public FormValidation doCheckWebhookSecretId(@QueryParameter String value) {
            return Forms.checkCredentials(value, List::of);
        }

        /** Whether it is a certificate. */
        @POST
        public FormValidation doCheckCaCertificate(@QueryParameter String value) {
            ServiceEntry entry = new ServiceEntry(null);
            entry.setCaCertificate(value);
            return Forms.check(() -> FieldChecks.service(entry.values(), "caCertificate"));
        }

        /** Whether it is an address. */
        @POST
        public FormValidation doCheckUrl(@QueryParameter String value) {
            return Forms.check(() -> FieldChecks.service(new ServiceEntry(value).values(), "url"));
        }
    }
}
