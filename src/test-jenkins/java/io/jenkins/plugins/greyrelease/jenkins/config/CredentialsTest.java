package io.jenkins.plugins.greyrelease.jenkins.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.util.Secret;
import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.client.Login;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What is kept in Jenkins is asked for each time. */
@WithJenkins
class CredentialsTest {

    @Test
    void aTokenThatIsRotatedIsTheNewOneAtOnceAndADeletedOneIsNamed(JenkinsRule jenkins) throws Exception {
        ClusterEntry entry = new ClusterEntry("gd9-a");
        entry.setServer("https://gd9-a.example");
        entry.setCredentialsId("gd9-token");
        GreyReleaseConfiguration.get().setClusters(List.of(entry));
        ClusterSpec cluster = GreyReleaseConfiguration.get().spec().clusters().get(0);
        ClusterLogins logins = ClusterLogins.ofJenkins();

        keep(List.of(token("one")));
        assertEquals(new Login.Token("https://gd9-a.example", Optional.empty(), "one"), logins.of(cluster));
        keep(List.of(token("two")));
        assertEquals(new Login.Token("https://gd9-a.example", Optional.empty(), "two"), logins.of(cluster));
        keep(List.of());
        String said = assertThrows(IllegalStateException.class, () -> logins.of(cluster))
                .getMessage();
        assertTrue(said.startsWith("there are no credentials 'gd9-token'"), said);
    }

    private static Credentials token(String secret) {
        return new StringCredentialsImpl(CredentialsScope.SYSTEM, "gd9-token", "", Secret.fromString(secret));
    }

    private static void keep(List<Credentials> credentials) throws Exception {
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials().clear();
        provider.getCredentials().addAll(credentials);
        provider.save();
    }
}
