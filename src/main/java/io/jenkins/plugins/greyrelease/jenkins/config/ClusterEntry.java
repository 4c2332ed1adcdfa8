package io.jenkins.plugins.greyrelease.jenkins.config;

import com.cloudbees.plugins.credentials.common.StandardCertificateCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
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
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * One cluster of the system page: what was typed, right or not. No record, since Jenkins cannot read one back from its
 * files; texts that are not set are null, also in files that an older version wrote.
 */
public final class ClusterEntry implements Describable<ClusterEntry> {
    private static final String LIST = "clusters";

    private final String name;
    private String idc;
    private String labels;
    private List<String> namespaces;
    private String context;
    private String server;
    private String caCertificate;
    private String credentialsId;
    private boolean inCluster;

    /**
     * A cluster of which nothing is known but its name.
     *
     * @param name as releases call it
     */
    @DataBoundConstructor
    public ClusterEntry(String name) {
        this.name = Texts.orNull(name);
    }

    /** As releases call it. */
    public String getName() {
        return name;
    }

    /** The data centre. */
    public String getIdc() {
        return idc;
    }

    /** Sets the data centre. */
    @DataBoundSetter
    public void setIdc(String idc) {
        this.idc = Texts.orNull(idc);
    }

    /** What else it can be selected by: {@code key=value, key=value}. */
    public String getLabels() {
        return labels;
    }

    /** Sets what else it can be selected by. */
    @DataBoundSetter
    public void setLabels(String labels) {
        this.labels = Texts.orNull(labels);
    }

    /** Where releases are allowed; empty: everywhere. */
    public List<String> getNamespaces() {
        return namespaces == null ? List.of() : namespaces;
    }

    /** Sets where releases are allowed; each text may name several with commas between them. */
    @DataBoundSetter
    public void setNamespaces(List<String> namespaces) {
        List<String> words = Texts.words(namespaces);
        this.namespaces = words.isEmpty() ? null : new ArrayList<>(words);
    }

    /** As {@link #getNamespaces}, for the form. */
    public String getNamespacesText() {
        return String.join(", ", getNamespaces());
    }

    /** The context of the kubeconfig file; null: it is reached in another way. */
    public String getContext() {
        return context;
    }

    /** Sets the context of the kubeconfig file. */
    @DataBoundSetter
    public void setContext(String context) {
        this.context = Texts.orNull(context);
    }

    /** The address of the API server. */
    public String getServer() {
        return server;
    }

    /** Sets the address of the API server. */
    @DataBoundSetter
    public void setServer(String server) {
        this.server = Texts.orNull(server);
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

    /** Id of a kubeconfig file, a token or a client certificate. */
    public String getCredentialsId() {
        return credentialsId;
    }

    /** Sets the id of a kubeconfig file, a token or a client certificate. */
    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Texts.orNull(credentialsId);
    }

    /** Whether it is the cluster that Jenkins itself runs in, reached with the service account of its pod. */
    public boolean isInCluster() {
        return inCluster;
    }

    /** Sets whether it is the cluster that Jenkins itself runs in. */
    @DataBoundSetter
    public void setInCluster(boolean inCluster) {
        this.inCluster = inCluster;
    }

    /** As {@link io.jenkins.plugins.greyrelease.kube.FleetReader#of} takes it. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", name);
        values.put("idc", idc);
        values.put("labels", labels);
        values.put("namespaces", getNamespaces());
        values.put("context", context);
        values.put("server", server);
        values.put("caCertificate", caCertificate);
        values.put("credentialsId", credentialsId);
        values.put("inCluster", inCluster);
        return values;
    }

    /** Its form: what it offers and checks. */
    @Extension
    public static class DescriptorImpl extends Descriptor<ClusterEntry> {
        private static final List<Class<? extends StandardCredentials>> KINDS =
                Forms.kinds(FileCredentials.class, StringCredentials.class, StandardCertificateCredentials.class);

        @Override
        public String getDisplayName() {
            return "Cluster";
        }

        /** Kubeconfig files, tokens and client certificates. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            return Forms.credentials(credentialsId, KINDS);
        }

        /** Whether it is a name; that no other cluster has it shows when all is saved. */
        @POST
        public FormValidation doCheckName(@QueryParameter String value) {
            return Forms.check(() -> problems(new ClusterEntry(value), "name"));
        }

        /** Whether these are labels. */
        @POST
        public FormValidation doCheckLabels(@QueryParameter String value) {
            ClusterEntry entry = new ClusterEntry(null);
            entry.setLabels(value);
            return Forms.check(() -> problems(entry, "labels"));
        }

        /** Whether these are names of namespaces. */
        @POST
        public FormValidation doCheckNamespaces(@QueryParameter String value) {
            ClusterEntry entry = new ClusterEntry(null);
            entry.setNamespaces(Texts.words(value));
            return Forms.check(() -> problems(entry, "namespaces"));
        }

        /** Whether it is an address, and the only way to reach the cluster. */
        @POST
        public FormValidation doCheckServer(
                @QueryParameter String server, @QueryParameter String context, @QueryParameter boolean inCluster) {
            return Forms.check(() -> problems(reached(context, server, null, inCluster), "server"));
        }

        /** Whether it is a certificate, and has a server to be used for. */
        @POST
        public FormValidation doCheckCaCertificate(
                @QueryParameter String caCertificate,
                @QueryParameter String server,
                @QueryParameter boolean inCluster) {
            ClusterEntry entry = reached(null, server, null, inCluster);
            entry.setCaCertificate(caCertificate);
            return Forms.check(() -> problems(entry, "caCertificate"));
        }

        /** Whether there are some, where they are needed. */
        @POST
        public FormValidation doCheckCredentialsId(
                @QueryParameter String credentialsId,
                @QueryParameter String context,
                @QueryParameter String server,
                @QueryParameter boolean inCluster) {
            ClusterEntry entry = reached(context, server, credentialsId, inCluster);
            return Forms.checkCredentials(credentialsId, () -> problems(entry, "credentialsId"));
        }

        /** Whether the cluster answers, and lets releases do what they need. Waits for the answer for a limited time. */
        @POST
        public FormValidation doTestConnection(StaplerRequest2 request) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            ClusterEntry entry = new ClusterEntry(request.getParameter("name"));
            entry.setNamespaces(Texts.words(request.getParameter("namespaces")));
            entry.setContext(request.getParameter("context"));
            entry.setServer(request.getParameter("server"));
            entry.setCaCertificate(request.getParameter("caCertificate"));
            entry.setCredentialsId(request.getParameter("credentialsId"));
            entry.setInCluster(Boolean.parseBoolean(request.getParameter("inCluster")));
            return Forms.tried(entry);
        }

        private static ClusterEntry reached(String context, String server, String credentialsId, boolean inCluster) {
            ClusterEntry entry = new ClusterEntry(null);
            entry.setContext(context);
            entry.setServer(server);
            entry.setCredentialsId(credentialsId);
            entry.setInCluster(inCluster);
            return entry;
        }

        private static List<String> problems(ClusterEntry entry, String key) {
            return FieldChecks.entry(LIST, entry.values(), key);
        }
    }
}
