package io.jenkins.plugins.greyrelease.rehearsal.invariants;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.rehearsal.api.Change;
import io.jenkins.plugins.greyrelease.rollout.Labels;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One release is one set of images, in every cluster, from its first canary to its last write (and one other set where it
 * takes finished clusters back). An image by digest is the same from whatever registry a cluster has it.
 *
 * <p>Does not check: that it is the digest that was approved, nor that a tag was resolved once (the step's tests do);
 * other parts of the template, which admission may change in each cluster differently.
 */
final class IdentityInvariant implements Invariant {
    private final Map<String, List<String>> images = new TreeMap<>();

    @Override
    public String name() {
        return "identity";
    }

    @Override
    public void changed(AppView app, Change<?> change, Violations violations) {
        if (!AppView.isByUs(change)
                || !(change.after() instanceof Deployment written)
                || !"canary".equals(AppView.label(written, Labels.TRACK))) {
            return;
        }
        String release = AppView.label(written, Labels.RELEASE);
        String mode = app.stable().map(each -> AppView.label(each, Labels.MODE)).orElse("");
        List<String> these = written.getSpec().getTemplate().getSpec().getContainers().stream()
                .map(container -> identity(container.getImage()))
                .toList();
        List<String> known = images.putIfAbsent(app.app().name() + "/" + release + "/" + mode, these);
        if (known != null && !known.equals(these)) {
            violations.add(
                    this,
                    app.cluster(),
                    CapacityInvariant.said(change) + ": release " + release + " brings " + these
                            + ", elsewhere it brought " + known);
        }
    }

    /** The digest; of an image by tag, its whole name. */
    private static String identity(String image) {
        int at = image.indexOf('@');
        return at < 0 ? image : image.substring(at + 1);
    }
}
