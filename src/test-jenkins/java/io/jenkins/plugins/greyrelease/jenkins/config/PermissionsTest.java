package io.jenkins.plugins.greyrelease.jenkins.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.User;
import java.net.URL;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Who may do what, and where jobs may release to. */
@WithJenkins
class PermissionsTest {
    private JenkinsRule jenkins;

    @BeforeEach
    void people(JenkinsRule rule) {
        jenkins = rule;
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("ada")
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .everywhere()
                .to("bob")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE)
                .everywhere()
                .to("eve"));
    }

    @Test
    void permissionsFollowFromWhatCouldBringAboutTheSame() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject();
        var bob = User.getById("bob", true).impersonate2();
        var eve = User.getById("eve", true).impersonate2();
        assertTrue(job.hasPermission2(bob, GreyPermissions.VIEW));
        assertTrue(job.hasPermission2(bob, GreyPermissions.APPROVE));
        assertFalse(job.hasPermission2(bob, GreyPermissions.CONTROL));
        assertTrue(job.hasPermission2(eve, GreyPermissions.CONTROL));
        assertFalse(job.hasPermission2(eve, GreyPermissions.APPROVE));
    }

    @Test
    void onlyAdministratorsMayTryAConnection() throws Exception {
        URL url = new URL(jenkins.getURL(), "descriptorByName/" + ClusterEntry.class.getName() + "/testConnection?name=a");
        JenkinsRule.WebClient web = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        WebRequest request = web.addCrumb(new WebRequest(url, HttpMethod.POST));
        Page refused = web.login("bob").getPage(request);
        assertEquals(403, refused.getWebResponse().getStatusCode());
    }

    @Test
    void whoMayOnlyConfigureAFolderCannotLoosenItsRestriction() throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "team");
        folder.addProperty(new ReleaseRestriction(List.of()));
        JenkinsRule.WebClient web = jenkins.createWebClient().login("eve");
        jenkins.submit(web.getPage(folder, "configure").getFormByName("config"));
        assertNotNull(folder.getProperties().get(ReleaseRestriction.class));
    }

    @Test
    void allFoldersAboveAJobMustAllowARelease() throws Exception {
        ClusterEntry own = new ClusterEntry("own");
        own.setInCluster(true);
        GreyReleaseConfiguration.get().setClusters(List.of(own));
        Folder outer = jenkins.createProject(Folder.class, "outer");
        Folder inner = outer.createProject(Folder.class, "inner");
        FreeStyleProject job = inner.createProject(FreeStyleProject.class, "cart");
        assertEquals(List.of(), ReleaseRestriction.problems(job, "shop", List.of("own")));

        ReleaseRule shop = new ReleaseRule();
        shop.setNamespaces("shop");
        outer.addProperty(new ReleaseRestriction(List.of(shop)));
        inner.addProperty(new ReleaseRestriction(List.of(new ReleaseRule())));
        assertEquals(List.of(), ReleaseRestriction.problems(job, "shop", List.of("own")));
        assertEquals(
                List.of("folder 'outer' allows no release to cluster 'own' in namespace 'web'; it allows every cluster in"
                        + " namespace shop"),
                ReleaseRestriction.problems(job, "web", List.of("own")));
    }

    @Test
    void jobsOutsideOfRestrictedFoldersMayBeRefused() throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("cart");
        GreyReleaseConfiguration.get().setOnlyRestrictedFolders(true);
        List<String> problems = ReleaseRestriction.problems(job, "shop", List.of("own"));
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).startsWith("no folder above 'cart' says"), problems.get(0));
    }
}
