package io.jenkins.plugins.greyrelease.jenkins.page;

import hudson.model.Action;
import hudson.model.Run;
import io.jenkins.plugins.greyrelease.jenkins.config.GreyPermissions;
import io.jenkins.plugins.greyrelease.jenkins.release.ReleaseManager;
import io.jenkins.plugins.greyrelease.jenkins.release.Undertaking;
import java.util.List;

/** "Grey release" on a run: its releases, as they stand or as they went. */
public class RunPage extends ReleasesPage implements Action {
    private final Run<?, ?> run;

    RunPage(Run<?, ?> run) {
        this.run = run;
    }

    /** The run; for the page's frame. */
    public Run<?, ?> getRun() {
        return run;
    }

    @Override
    public String getIconFileName() {
        return run.getParent().hasPermission(GreyPermissions.VIEW) ? "symbol-grey-release plugin-grey-release" : null;
    }

    @Override
    public String getDisplayName() {
        return "Grey release";
    }

    @Override
    public String getUrlName() {
        return "grey-release";
    }

    @Override
    List<Undertaking> undertakings() {
        return ReleaseManager.get().of(run);
    }

    @Override
    PageBody body(List<Undertaking> shown) {
        return new PageBody(
                shown.stream()
                        .map(undertaking -> UndertakingViews.of(undertaking, null))
                        .toList(),
                run.getParent().hasPermission(GreyPermissions.APPROVE) ? Questions.of(run) : List.of(),
                List.of(),
                run.isBuilding(),
                "This run has not released anything.");
    }

    @Override
    void checkView() {
        run.getParent().checkPermission(GreyPermissions.VIEW);
    }

    @Override
    void checkControl(Undertaking undertaking) {
        run.getParent().checkPermission(GreyPermissions.CONTROL);
    }

    @Override
    boolean mayControl(Undertaking undertaking) {
        return run.getParent().hasPermission(GreyPermissions.CONTROL);
    }
}
