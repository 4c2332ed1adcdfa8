package io.jenkins.plugins.greyrelease.jenkins.config;

import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.util.ArrayList;
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

/** One who is notified, on the system page: what was typed, right or not; texts that are not set are null. */
public final class NotifyEntry implements Describable<NotifyEntry> {
    private static final String LIST = "notify";

    private final String name;
    private final String url;
    private String secretId;
    private String credentialsId;
    private List<String> events;
    private String caCertificate;

    /**
     * One that is not signed yet.
     *
     * @param name for messages
     * @param url its address
     */
    @DataBoundConstructor
    public NotifyEntry(String name, String url) {
        this.name = Texts.orNull(name);
        this.url = Texts.orNull(url);
    }

    /** For messages. */
    public String getName() {
        return name;
    }

    /** Its address. */
    public String getUrl() {
        return url;
    }

    /** Id of the secret text that what is sent is signed with. */
    public String getSecretId() {
        return secretId;
    }

    /** Sets the id of the secret text that what is sent is signed with. */
    @DataBoundSetter
    public void setSecretId(String secretId) {
        this.secretId = Texts.orNull(secretId);
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

    /** What it is told; empty: everything. */
    public List<String> getEvents() {
        return events == null ? List.of() : events;
    }

    /** Sets what it is told; each text may name several with commas between them. */
    @DataBoundSetter
    public void setEvents(List<String> events) {
        List<String> words = Texts.words(events);
        this.events = words.isEmpty() ? null : new ArrayList<>(words);
    }

    /** As {@link #getEvents}, for the form. */
    public String getEventsText() {
        return String.join(", ", getEvents());
    }

    /** What the receiver's certificate is checked against, in PEM form. */
    public String getCaCertificate() {
        return caCertificate;
    }

    /** Sets what the receiver's certificate is checked against. */
    @DataBoundSetter
    public void setCaCertificate(String caCertificate) {
        this.caCertificate = Texts.orNull(caCertificate);
    }

    /** As {@link io.jenkins.plugins.greyrelease.kube.FleetReader#of} takes it. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", name);
        values.put("url", url);
        values.put("secretId", secretId);
        values.put("credentialsId", credentialsId);
        values.put("events", getEvents());
        values.put("caCertificate", caCertificate);
        return values;
    }

    /** Its form: what it offers and checks. */
    @Extension
    public static class DescriptorImpl extends Descriptor<NotifyEntry> {
        @Override
        public String getDisplayName() {
            return "Notification";
        }

        /** Secret texts. */
        @POST
        public ListBoxModel doFillSecretIdItems(@QueryParameter String secretId) {
            return Forms.credentials(secretId, Forms.kinds(StringCredentials.class));
        }

        /** Whether there is such a secret. */
        @POST
        public FormValidation doCheckSecretId(@QueryParameter String value) {
            NotifyEntry entry = new NotifyEntry(null, null);
            entry.setSecretId(value);
            return Forms.checkCredentials(value, () -> FieldChecks.entry(LIST, entry.values(), "secretId"));
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

        /** Whether it is a name; that no other one has it shows when all is saved. */
        @POST
        public FormValidation doCheckName(@QueryParameter String value) {
            return Forms.check(() -> FieldChecks.entry(LIST, new NotifyEntry(value, null).values(), "name"));
        }

        /** Whether it is an address. */
        @POST
        public FormValidation doCheckUrl(@QueryParameter String value) {
            return Forms.check(() -> FieldChecks.entry(LIST, new NotifyEntry(null, value).values(), "url"));
        }

        /** Whether there are such events. */
        @POST
        public FormValidation doCheckEvents(@QueryParameter String value) {
            NotifyEntry entry = new NotifyEntry(null, null);
            entry.setEvents(Texts.words(value));
            return Forms.check(() -> FieldChecks.entry(LIST, entry.values(), "events"));
        }

        /** Whether it is a certificate. */
        @POST
        public FormValidation doCheckCaCertificate(@QueryParameter String value) {
            NotifyEntry entry = new NotifyEntry(null, null);
            entry.setCaCertificate(value);
            return Forms.check(() -> FieldChecks.entry(LIST, entry.values(), "caCertificate"));
        }

        /** Sends an event that says that nothing has happened. Waits for the answer for a limited time. */
        @POST
        public FormValidation doSendTest(StaplerRequest2 request) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            NotifyEntry entry = new NotifyEntry(request.getParameter("name"), request.getParameter("url"));
            entry.setSecretId(request.getParameter("secretId"));
            entry.setCredentialsId(request.getParameter("credentialsId"));
            entry.setCaCertificate(request.getParameter("caCertificate"));
            return Forms.tried(entry);
        }
    }
}
