package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.rollout.Move.Write;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes that an API server refused for a reason that does not pass by itself, by what they were to change. */
final class Refusals {
    private static final Set<Reason> LASTING = Set.of(Reason.FORBIDDEN, Reason.INVALID, Reason.QUOTA);

    private static final String CODE = "refused";

    private final Map<String, KubeException> causes = new TreeMap<>();

    /** Remembers a refusal; any other failure is none. */
    void note(String target, KubeException cause) {
        if (LASTING.contains(cause.reason())) {
            causes.put(target, cause);
        }
    }

    /** Whether this is what {@link #move} made of a refusal. */
    static boolean isOne(Move move) {
        return move instanceof Move.Stop stop && CODE.equals(stop.code());
    }

    boolean contains(Write write) {
        return causes.containsKey(Writes.target(write));
    }

    Set<String> targets() {
        return causes.keySet();
    }

    void clear() {
        causes.clear();
    }

    /**
     * What it means that the same write is wanted again. Going forward, an object that the cluster does not accept is a
     * failed canary; rights that were taken away say nothing about it and would stop the way back too: a person decides.
     */
    Move move(Write write, Goal goal) {
        KubeException cause = causes.get(Writes.target(write));
        String why = "the API server refuses to " + write.why() + " (" + cause.getMessage() + ")";
        return goal instanceof Goal.Grow && cause.reason() != Reason.FORBIDDEN
                ? new Move.Failed(why)
                : new Move.Stop(
                        CODE,
                        why + ". Give the rights back or change the rule that forbids it; it is tried again each minute"
                                + " and goes on when it is allowed");
    }
}
