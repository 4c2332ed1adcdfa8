package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.LogListener;
import io.jenkins.plugins.greyrelease.kube.LogSource;
import io.jenkins.plugins.greyrelease.kube.Watch;

/** Where an API server gets logs from: the kubelets. */
@FunctionalInterface
public interface PodLogs {
    /** No node answers. */
    PodLogs NONE = (source, listener) -> {
        throw new KubeException(
                "",
                "read the log of pod/" + source.pod(),
                KubeException.Reason.SERVER_ERROR,
                500,
                "no kubelet answers");
    };

    /**
     * Tells what was written since, and what is written from now on.
     *
     * @throws io.jenkins.plugins.greyrelease.kube.KubeException if there is no such container, or it has not begun
     */
    Watch follow(LogSource source, LogListener listener);
}
