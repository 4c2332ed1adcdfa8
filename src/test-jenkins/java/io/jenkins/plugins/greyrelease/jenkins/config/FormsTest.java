package io.jenkins.plugins.greyrelease.jenkins.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import java.util.List;
import org.htmlunit.html.HtmlForm;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Forms that are saved as they were opened change nothing. */
@WithJenkins
class FormsTest {

    @Test
    void theSystemPageKeepsWhatItShows(JenkinsRule jenkins) throws Exception {
        GreyReleaseConfiguration configuration = GreyReleaseConfiguration.get();
        ClusterEntry server = new ClusterEntry("gd9-a");
        server.setIdc("gd9");
        server.setLabels("stage=prod, tier=1");
        server.setNamespaces(List.of("shop", "web"));
        server.setServer("https://gd9-a.example:6443");
        server.setCredentialsId("gd9-token");
        ClusterEntry own = new ClusterEntry("own");
        own.setInCluster(true);
        configuration.setClusters(List.of(server, own));
        RegistryEntry registry = new RegistryEntry("test", "https://harbor.example");
        registry.setCredentialsId("harbor");
        configuration.setRegistries(List.of(registry));
        configuration.setJira(new ServiceEntry("https://jira.example"));
        configuration.setOnlyRestrictedFolders(true);
        FleetSpec before = configuration.spec();

        jenkins.configRoundtrip();

        assertEquals(before, configuration.spec());
        assertTrue(configuration.isOnlyRestrictedFolders());
    }

    @Test
    void theJobPageKeepsTheDefaults(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        JobDefaults defaults = new JobDefaults();
        defaults.setApp("cart");
        defaults.setClusters("gd9-a, idc:nh");
        defaults.setBatches("1, 50%, rest");
        job.addProperty(defaults);

        FreeStyleProject saved = jenkins.configRoundtrip(job);

        JobDefaults kept = saved.getProperty(JobDefaults.class);
        assertEquals("cart", kept.getApp());
        assertEquals("gd9-a, idc:nh", kept.getClusters());
        assertEquals("1, 50%, rest", kept.getBatches());
        assertNull(kept.getNamespace());
    }

    @Test
    void theFolderPageKeepsTheRestriction(JenkinsRule jenkins) throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "team");
        ReleaseRule rule = new ReleaseRule();
        rule.setClusters("idc:gd9");
        rule.setNamespaces("shop");
        folder.addProperty(new ReleaseRestriction(List.of(rule)));

        HtmlForm form =
                jenkins.createWebClient().getPage(folder, "configure").getFormByName("config");
        jenkins.submit(form);

        ReleaseRestriction saved = folder.getProperties().get(ReleaseRestriction.class);
        assertEquals(1, saved.getRules().size());
        assertEquals("idc:gd9", saved.getRules().get(0).getClusters());
        assertEquals("shop", saved.getRules().get(0).getNamespaces());
    }
}
