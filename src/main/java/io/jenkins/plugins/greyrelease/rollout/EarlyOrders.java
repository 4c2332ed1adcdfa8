package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What operators ask of a release before it has begun: the last word counts.
 *
 * <p>Threads: everything happens on the release's own executor.
 */
final class EarlyOrders {
    private final String app;
    private Optional<Order> last = Optional.empty();

    EarlyOrders(String app) {
        this.app = app;
    }

    /** Something an operator asked for. */
    record Order(Command command, String by) {}

    /**
     * Takes an order, or refuses it.
     *
     * @param takesBack whether another release is being taken back first
     */
    void take(Order order, boolean takesBack, CompletableFuture<String> answer) {
        Command command = order.command();
        if (command == Command.PROMOTE_NOW || command == Command.RESUME && !waits()) {
            answer.completeExceptionally(new Commands.Refused("the release of " + app
                    + " has not begun: preflight is still running. Ask again when its first batch has begun"));
            return;
        }
        last = command == Command.RESUME ? Optional.empty() : Optional.of(order);
        answer.complete(
                switch (command) {
                    case PAUSE -> "the release of " + app + " will stand still before its first batch";
                    case RESUME -> "the release of " + app + " begins when preflight has passed";
                    default ->
                        (takesBack ? "the release before it is taken back to its end; " : "") + "the release of " + app
                                + " ends before it begins; one that is under way already in the clusters is stopped as"
                                + " asked";
                });
    }

    /** Whether it shall stand still before it begins. */
    boolean waits() {
        return last.filter(order -> order.command() == Command.PAUSE).isPresent();
    }

    /** The order that stopped it; empty if none did. */
    Optional<Order> stop() {
        return last.filter(order -> order.command() != Command.PAUSE);
    }

    /** Whether it was stopped. */
    boolean stopped() {
        return stop().isPresent();
    }

    /** Who gave the last order; empty if nobody did. */
    String by() {
        return last.map(Order::by).orElse("");
    }
}
