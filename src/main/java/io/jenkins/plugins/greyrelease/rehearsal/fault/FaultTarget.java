package io.jenkins.plugins.greyrelease.rehearsal.fault;

/** What can be done to one simulated cluster, or to the releases as a whole. */
public interface FaultTarget {

    /** The cluster's name; empty for what is done to releases. */
    String cluster();

    /** Whether the fault is one for this target. */
    default boolean takes(FaultSpec fault) {
        return !(fault instanceof FaultSpec.Operate)
                && !(fault instanceof FaultSpec.Elsewhere)
                && !(fault instanceof FaultSpec.Registry)
                && fault.when().cluster().map(cluster()::equals).orElse(true);
    }

    /**
     * Lets the fault begin, now.
     *
     * @return what ends it again; does nothing for a fault that cannot be taken back, such as somebody's edit
     */
    Runnable begin(FaultSpec fault);
}
