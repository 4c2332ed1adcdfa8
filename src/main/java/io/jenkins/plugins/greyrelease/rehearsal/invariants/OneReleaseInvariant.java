package io.jenkins.plugins.greyrelease.rehearsal.invariants;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.rehearsal.api.Change;
import io.jenkins.plugins.greyrelease.rollout.Labels;
import java.util.Set;
import java.util.TreeSet;

/**
 * One release of an app at a time in a cluster: never two canaries, and a canary's release is the one that holds the lock
 * when it is made.
 *
 * <p>Does not check: the same app in other clusters; Deployments of somebody else that carry our labels.
 */
final class OneReleaseInvariant implements Invariant {

    @Override
    public String name() {
        return "one release";
    }

    @Override
    public void changed(AppView app, Change<?> change, Violations violations) {
        if (!AppView.isByUs(change) || !(change.after() instanceof Deployment written)) {
            return;
        }
        boolean created = change.before() == null;
        if (!created) {
            return;
        }
        Set<String> releases = new TreeSet<>();
        app.canaries().forEach(each -> releases.add(String.valueOf(AppView.label(each, Labels.RELEASE))));
        if (releases.size() > 1) {
            violations.add(this, app.cluster(), "canaries of releases " + releases + " at the same time");
        }
        String mine = AppView.label(written, Labels.RELEASE);
        String lock =
                app.stable().map(each -> AppView.label(each, Labels.RELEASE)).orElse(mine);
        if (mine != null && !mine.equals(lock)) {
            violations.add(
                    this,
                    app.cluster(),
                    CapacityInvariant.said(change) + " for release " + mine + " while the lock is held by "
                            + (lock == null ? "nobody" : lock));
        }
    }
}
