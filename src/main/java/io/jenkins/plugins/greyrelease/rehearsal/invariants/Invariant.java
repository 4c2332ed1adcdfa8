package io.jenkins.plugins.greyrelease.rehearsal.invariants;

import io.jenkins.plugins.greyrelease.rehearsal.api.Change;

/** One rule of the design that must hold at every change of a simulated cluster. Each says what it does not check. */
interface Invariant {

    /** Its name in the design, such as {@code capacity}. */
    String name();

    /** A change was stored; {@code app} shows the cluster with the change in it. */
    default void changed(AppView app, Change<?> change, Violations violations) {}

    /** The rehearsal is over, and this cluster counts as ended. */
    default void ended(AppView app, Violations violations) {}
}
