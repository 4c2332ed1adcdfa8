package io.jenkins.plugins.greyrelease.kube.contract;

/**
 * What every implementation of the port keeps, simulated or real: the named behaviours that releases rely on.
 *
 * <p>Does not check: what happens when the network or the server fails.
 */
abstract class ClusterContract
        implements WriteContract, DeletionContract, BudgetContract, WatchContract, HpaPolicyContract, JobContract {}
