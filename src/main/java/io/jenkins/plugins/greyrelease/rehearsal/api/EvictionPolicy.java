package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.Pod;

/** Decides whether a pod may be evicted: where the disruption budgets have their say. */
@FunctionalInterface
public interface EvictionPolicy {

    /** Every eviction is fine, as in a cluster without budgets. */
    EvictionPolicy ALLOW_ALL = (api, pod) -> {};

    /**
     * Returns if the pod may go, after it has counted it.
     *
     * @throws io.jenkins.plugins.greyrelease.kube.KubeException TOO_MANY_REQUESTS if a budget forbids it, SERVER_ERROR
     *     if two budgets cover the pod
     */
    void admit(Api api, Pod pod);
}
