package io.jenkins.plugins.greyrelease.rollout;

import io.jenkins.plugins.greyrelease.rollout.Release.Command;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody asks of a release that another process may drive: the value of {@link Labels#ASKED} on one of its stable
 * Deployments. Whoever drives the release carries it out, or refuses it, and takes the label off when the cluster's other
 * labels say what came of it. Nobody else's write is needed, and an order outlives a process that dies over it: the next
 * one finds it.
 *
 * @param command what is asked for
 * @param nonce tells one order from another of the same words
 * @param by who asks, as a label can hold it
 */
record Order(Command command, String nonce, String by) {
    private static final Pattern FORM = Pattern.compile("([a-z-]+)\\.([a-z0-9]+)\\.(.+)");
    /** Label values have 63 characters; command and nonce come first. */
    private static final int LONGEST = 40;

    Order {
        by = Pause.slug(by, LONGEST);
    }

    /** The label's value: {@code roll-back-now.x7f2k.alice}. */
    String label() {
        return word(command) + "." + nonce + "." + (by.isEmpty() ? "somebody" : by);
    }

    /** Reads the label; empty if it says nothing that is known here. */
    static Optional<Order> read(String label) {
        Matcher matcher = FORM.matcher(label);
        return matcher.matches()
                ? Arrays.stream(Command.values())
                        .filter(command -> word(command).equals(matcher.group(1)))
                        .findFirst()
                        .map(command -> new Order(command, matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }

    private static String word(Command command) {
        return command.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
