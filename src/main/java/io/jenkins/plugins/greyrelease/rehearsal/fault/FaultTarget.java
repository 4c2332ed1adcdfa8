package io.jenkins.plugins.greyrelease.rehearsal.fault;

/** What can be done to one simulated cluster. */
public interface FaultTarget {

    /** The cluster's name. */
    String cluster();

    /**
     * Lets the fault begin, now.
     *
     * @return what ends it again; does nothing for a fault that cannot be taken back, such as somebody's edit
     */
    Runnable begin(FaultSpec fault);
}
