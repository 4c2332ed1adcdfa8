package io.jenkins.plugins.greyrelease.jenkins.gate;

import hudson.Extension;
import hudson.model.UnprotectedRootAction;
import hudson.security.csrf.CrumbExclusion;
import io.jenkins.plugins.greyrelease.jenkins.config.GreyReleaseConfiguration;
import io.jenkins.plugins.greyrelease.sonar.Deliveries;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.POST;

/**
 * SonarQube's webhook: {@code https://jenkins.example/grey-release-sonarqube/}. Nobody signs in here; what is not signed
 * with the secret that is configured is refused, and what is only wakes the steps that wait, which then ask SonarQube.
 */
@Extension
public class SonarWebhook implements UnprotectedRootAction {
    private static final Logger LOGGER = Logger.getLogger(SonarWebhook.class.getName());
    private static final String PATH = "grey-release-sonarqube";
    private static final int LONGEST = 1 << 20;

    /** Nowhere: people have nothing to see here. */
    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return "Webhook of SonarQube";
    }

    @Override
    public String getUrlName() {
        return PATH;
    }

    /** Takes one delivery in. */
    @POST
    public void doIndex(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        byte[] body = request.getInputStream().readNBytes(LONGEST + 1);
        if (body.length > LONGEST) {
            answer(response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "this is too long for a delivery");
            return;
        }
        String signature =
                Optional.ofNullable(request.getHeader(Deliveries.SIGNATURE)).orElse("");
        Deliveries.Receipt receipt;
        try {
            receipt = GreyReleaseConfiguration.get().delivered(signature, body);
        } catch (IllegalStateException e) {
            // who knocks is not told about credentials
            LOGGER.log(Level.WARNING, "A webhook of SonarQube could not be checked", e);
            receipt = Deliveries.Receipt.CLOSED;
        }
        answer(response, receipt.status(), receipt.words());
    }

    private static void answer(StaplerResponse2 response, int status, String words) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.getOutputStream().write((words + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** SonarQube has no crumb; its signature says more. */
    @Extension
    public static class NoCrumb extends CrumbExclusion {
        @Override
        public boolean process(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String path = request.getPathInfo();
            if (path == null || !path.equals("/" + PATH) && !path.equals("/" + PATH + "/")) {
                return false;
            }
            chain.doFilter(request, response);
            return true;
        }
    }
}
