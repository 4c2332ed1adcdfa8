package io.jenkins.plugins.greyrelease.jenkins.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Item;
import hudson.model.Result;
import io.jenkins.plugins.greyrelease.jenkins.config.GreyPermissions;
import java.net.URL;
import java.util.List;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The run's page in a real controller: who sees what, and what is answered. The release itself is refused: no cluster. */
@WithJenkins
class RunPageTest {
    private JenkinsRule jenkins;
    private WorkflowRun run;

    @BeforeEach
    void aRunWhoseReleaseWasRefused(JenkinsRule rule) throws Exception {
        jenkins = rule;
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ)
                .everywhere()
                .to("stranger"));
        run = jenkins.buildAndAssertStatus(Result.FAILURE, job("cart", "canaryBatch(app: 'cart', image: 'cart:2', "
                + "batches: ['100%'], clusters: ['nowhere']) { }"));
    }

    private WorkflowJob job(String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private JenkinsRule.WebClient as(String user) throws Exception {
        return jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false).login(user);
    }

    private URL url(String page) throws Exception {
        return new URL(jenkins.getURL(), run.getUrl() + "grey-release/" + page);
    }

    @Test
    void aRunWithAReleaseHasThePageAndOthersHaveNot() throws Exception {
        assertNotNull(run.getAction(RunPage.class));
        WorkflowRun other = jenkins.buildAndAssertSuccess(job("other", "echo 'nothing to release'"));
        assertNull(other.getAction(RunPage.class));
    }

    @Test
    void whoMayReadTheJobSeesWhatBecameOfTheRelease() throws Exception {
        HtmlPage page = as("reader").getPage(url(""));
        assertEquals(200, page.getWebResponse().getStatusCode());
        String text = page.getElementById("grey-page").asNormalizedText();
        assertTrue(text.contains("Refused"), text);
        assertTrue(text.contains("nowhere"), text);
    }

    @Test
    void thePageHasNoInlineScriptAndNoInlineStyle() throws Exception {
        HtmlPage page = as("admin").getPage(url(""));
        List<?> inline = page.getByXPath(
                "//*[@id='grey-page']//*[self::script or self::style or @style or @onclick or @onload]");
        assertEquals(List.of(), inline);
    }

    @Test
    void whoMayNotSeeTheJobGetsNothing() throws Exception {
        assertEquals(404, as("stranger").getPage(url("")).getWebResponse().getStatusCode());
        assertEquals(404, as("stranger").getPage(url("state")).getWebResponse().getStatusCode());
    }

    @Test
    void theStateIsJsonAndUnchangedStateIsNotSentAgain() throws Exception {
        JenkinsRule.WebClient client = as("reader");
        WebResponse first = client.getPage(url("state")).getWebResponse();
        assertEquals("application/json", first.getContentType());
        JSONObject state = JSONObject.fromObject(first.getContentAsString());
        assertFalse(state.getBoolean("live"));
        assertEquals("cart", state.getJSONArray("releases").getJSONObject(0).getString("app"));
        WebRequest again = new WebRequest(url("state"));
        again.setAdditionalHeader("If-None-Match", first.getResponseHeaderValue("ETag"));
        assertEquals(304, client.getPage(again).getWebResponse().getStatusCode());
    }

    @Test
    void onlyWhoMayControlSteersAndOnlyByPost() throws Exception {
        String id = JSONObject.fromObject(
                        as("reader").getPage(url("state")).getWebResponse().getContentAsString())
                .getJSONArray("releases")
                .getJSONObject(0)
                .getString("id");
        assertEquals(403, command("reader", id, "pause").getStatusCode());
        WebResponse refused = command("admin", id, "pause");
        assertEquals(409, refused.getStatusCode());
        assertTrue(refused.getContentAsString().contains("has ended"), refused.getContentAsString());
        assertEquals(400, command("admin", id, "fly").getStatusCode());
        assertEquals(404, command("admin", "nobody", "pause").getStatusCode());
        Page get = as("admin").getPage(url("command?release=" + id + "&command=pause"));
        assertEquals(404, get.getWebResponse().getStatusCode());
    }

    private WebResponse command(String user, String release, String command) throws Exception {
        JenkinsRule.WebClient client = as(user);
        WebRequest request = new WebRequest(url("command"), HttpMethod.POST);
        request.setRequestParameters(
                List.of(new NameValuePair("release", release), new NameValuePair("command", command)));
        return client.getPage(client.addCrumb(request)).getWebResponse();
    }

    @Test
    void permissionsFollowFromThoseOfTheJob() {
        assertEquals(Item.READ, GreyPermissions.VIEW.impliedBy);
        assertEquals(Item.CONFIGURE, GreyPermissions.CONTROL.impliedBy);
    }
}
