package io.jenkins.plugins.greyrelease.jenkins.page;

import hudson.Extension;
import hudson.model.RootAction;
import io.jenkins.plugins.greyrelease.image.survey.BaseSurvey;
import io.jenkins.plugins.greyrelease.jenkins.config.GreyPermissions;
import io.jenkins.plugins.greyrelease.jenkins.config.GreyReleaseConfiguration;
import io.jenkins.plugins.greyrelease.jenkins.release.ReleaseManager;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.io.IOException;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * Which application stands on which base image, in all clusters. For those who may see all releases of this controller:
 * it shows apps of every job, and of none.
 */
@Extension
public class BaseImagesPage implements RootAction, StaplerProxy {
    private BaseSurveys surveys;

    /** Not to be seen where nothing could be shown, or nobody may see it. */
    @Override
    public String getIconFileName() {
        boolean may = Jenkins.get().hasPermission(GreyPermissions.VIEW);
        return may && !GreyReleaseConfiguration.get().getRegistries().isEmpty()
                ? "symbol-grey-release plugin-grey-release"
                : null;
    }

    @Override
    public String getDisplayName() {
        return "Base images in use";
    }

    @Override
    public String getUrlName() {
        return "grey-images";
    }

    /** All of the page needs the permission to see it. */
    @Override
    public Object getTarget() {
        Jenkins.get().checkPermission(GreyPermissions.VIEW);
        return this;
    }

    /** The page's content. */
    public String markup() {
        return BasesMarkup.page(surveys().look());
    }

    /** How it stands, as JSON; with {@code html=true} the page's content is part of it. */
    public void doState(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        boolean html = Boolean.parseBoolean(request.getParameter("html"));
        ReleasesPage.state(request, response, BasesMarkup.json(surveys().look(), html));
    }

    private synchronized BaseSurveys surveys() {
        if (surveys == null) {
            Scheduler scheduler = ReleaseManager.get().scheduler();
            GreyReleaseConfiguration configuration = GreyReleaseConfiguration.get();
            surveys = new BaseSurveys(
                    () -> BaseSurvey.of(configuration.fleet(), configuration.registries(), scheduler), scheduler);
        }
        return surveys;
    }
}
