package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.greyrelease.autoscale.Autoscalers;
import io.jenkins.plugins.greyrelease.kube.Cluster;
import io.jenkins.plugins.greyrelease.kube.FleetMember;
import io.jenkins.plugins.greyrelease.rollout.Standing.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a release knows of one of its clusters when it begins or goes on.
 *
 * @param member the cluster as it was configured when the release began or went on
 * @param selector of the app's pods
 * @param fresh the new template; empty if nothing tells it and nothing is to be done with it
 * @param old the template before; empty if history does not tell
 * @param limits the numbers agreed
 * @param standing where it stands
 * @param batch the highest batch that has begun; 0: none
 * @param already whether the new version ran there before the release began
 * @param pause why its labels say that the release stands still; empty: they do not
 * @param backAll whether its labels say that the whole release goes back
 * @param refusal why preflight refuses it, of a release that is under way elsewhere; empty: it does not
 * @param unproven what preflight could not find out and went on without
 */
record Place(
        FleetMember member,
        LabelSelector selector,
        Optional<PodTemplateSpec> fresh,
        Optional<PodTemplateSpec> old,
        Readiness.Limits limits,
        Standing standing,
        int batch,
        boolean already,
        Optional<Pause> pause,
        boolean backAll,
        List<String> refusal,
        List<String> unproven) {
    Place {
        refusal = List.copyOf(refusal);
        unproven = List.copyOf(unproven);
    }

    /** A cluster that has not begun and may. */
    static Place ready(FleetMember member, Readiness.Ready ready) {
        Deployment stable = ready.stable();
        return untouched(
                        member,
                        stable.getSpec().getSelector(),
                        Optional.of(ready.template()),
                        Optional.of(stable.getSpec().getTemplate()),
                        ready.limits(),
                        List.of())
                .with(ready.unproven());
    }

    /** A cluster that has not begun and may not, while the release is under way elsewhere. */
    static Place refused(FleetMember member, ReleaseSpec spec, Readiness.Refused no) {
        Readiness.Limits limits = no.stable()
                .map(stable -> Readiness.Limits.of(spec, stable, new Autoscalers.None()))
                .orElse(new Readiness.Limits(
                        0,
                        false,
                        new Fenceposts(spec.maxSurge().orElse("0"), spec.maxUnavailable()),
                        Duration.ZERO,
                        Integer.MAX_VALUE));
        return untouched(
                member,
                no.stable().map(stable -> stable.getSpec().getSelector()).orElse(new LabelSelector()),
                Optional.empty(),
                Optional.empty(),
                limits,
                no.problems());
    }

    private static Place untouched(
            FleetMember member,
            LabelSelector selector,
            Optional<PodTemplateSpec> fresh,
            Optional<PodTemplateSpec> old,
            Readiness.Limits limits,
            List<String> refusal) {
        Standing standing = new Standing(member.name(), Stage.UNTOUCHED, limits.desired(), 0, false, false, 0);
        return new Place(
                member, selector, fresh, old, limits, standing, 0, false, Optional.empty(), false, refusal, List.of());
    }

    private Place with(List<String> remarks) {
        return new Place(
                member, selector, fresh, old, limits, standing, batch, already, pause, backAll, refusal, remarks);
    }

    /** What the release brings here, in words: where its images come from may differ from one cluster to the next. */
    String brings(ReleaseSpec.Change asked) {
        List<String> before = old.map(PodImages::of).orElse(List.of());
        List<String> images = fresh.map(PodImages::of).orElse(List.of()).stream()
                .filter(image -> !before.contains(image))
                .toList();
        return asked.images().isEmpty() || asked.images().containsAll(images)
                ? Requests.change(asked)
                : "image " + String.join(", ", images);
    }

    /** Its name. */
    String name() {
        return member.name();
    }

    /** The port to it. */
    Cluster cluster() {
        return member.cluster();
    }
}
