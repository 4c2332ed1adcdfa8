package io.jenkins.plugins.greyrelease.rollout;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.jenkins.plugins.greyrelease.kube.QuotaRoom;
import io.jenkins.plugins.greyrelease.plan.Problems;
import io.jenkins.plugins.greyrelease.rollout.Readiness.Limits;
import java.util.List;

/** Whether the namespace's quotas leave room for the pods that a release has beside the desired ones. */
final class Room {
    private Room() {}

    /**
     * Compares what is left of each quota with the extra pods' needs.
     *
     * <p>Example: 2 pods left of {@code pods: 12}, ten desired, maxSurge 3: one pod is missing.
     */
    static void check(List<ResourceQuota> quotas, PodTemplateSpec template, Limits limits, Problems problems) {
        int extra = limits.surge()
                ? limits.desired()
                : Math.min(limits.fenceposts().surge(limits.desired()), Math.max(limits.desired(), 1));
        for (QuotaRoom.Shortfall each : QuotaRoom.shortfalls(quotas, template, extra)) {
            problems.add(each.says("the " + extra + " extra pods of the release") + "; raise the quota"
                    + (limits.surge()
                            ? " or release with capacity: 'replace'"
                            : " or release with a smaller maxSurge"));
        }
    }
}
