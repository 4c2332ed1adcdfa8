package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import java.time.Duration;
import java.util.Optional;

/**
 * How containers of an image behave on a simulated node.
 *
 * @param pull how long a node that does not have the image needs to get it
 * @param startUp how long the process needs from its start until it could answer a readiness probe
 * @param termination how long it needs to end after SIGTERM; cut at the pod's grace period
 * @param pullable whether it can be pulled at all
 * @param secret name of the pull secret without which the registry refuses; empty: anybody may pull
 * @param becomesReady whether its readiness probe ever succeeds; without a probe the pod is not ready either
 * @param crashAfter how long after each start it exits with an error; empty for never
 */
public record ImageBehaviour(
        Duration pull,
        Duration startUp,
        Duration termination,
        boolean pullable,
        Optional<String> secret,
        boolean becomesReady,
        Optional<Duration> crashAfter) {

    /** Pulled in 3 s, up in 2 s, ends in 1 s. */
    public static final ImageBehaviour NORMAL = new ImageBehaviour(
            Duration.ofSeconds(3),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            true,
            Optional.empty(),
            true,
            Optional.empty());

    /** The registry does not have it. A node that has it already still starts it. */
    public ImageBehaviour pullsNever() {
        return new ImageBehaviour(pull, startUp, termination, false, secret, becomesReady, crashAfter);
    }

    /** The registry wants a password: the pod has to name this secret, and the namespace to have it. */
    public ImageBehaviour needsSecret(String name) {
        return new ImageBehaviour(pull, startUp, termination, pullable, Optional.of(name), becomesReady, crashAfter);
    }

    /** It runs, but is never ready. */
    public ImageBehaviour neverReady() {
        return new ImageBehaviour(pull, startUp, termination, pullable, secret, false, crashAfter);
    }

    /** It exits with an error so long after each start. */
    public ImageBehaviour crashesAfter(Duration running) {
        return new ImageBehaviour(pull, startUp, termination, pullable, secret, becomesReady, Optional.of(running));
    }

    /** It needs so long to come up. */
    public ImageBehaviour startsIn(Duration newStartUp) {
        return new ImageBehaviour(pull, newStartUp, termination, pullable, secret, becomesReady, crashAfter);
    }

    /** A node needs so long to pull it. */
    public ImageBehaviour pullsIn(Duration newPull) {
        return new ImageBehaviour(newPull, startUp, termination, pullable, secret, becomesReady, crashAfter);
    }

    /** It does not end on SIGTERM: the pod stays for its whole grace period. */
    public ImageBehaviour ignoresTermination() {
        return endsIn(Duration.ofDays(365));
    }

    /** It ends so long after SIGTERM. */
    public ImageBehaviour endsIn(Duration newTermination) {
        return new ImageBehaviour(pull, startUp, newTermination, pullable, secret, becomesReady, crashAfter);
    }
}
