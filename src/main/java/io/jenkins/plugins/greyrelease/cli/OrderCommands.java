package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.rollout.Release;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code grey pause}, {@code resume}, {@code promote}, {@code rollback} and {@code abort}. */
final class OrderCommands {
    private OrderCommands() {}

    /** Commands after which no batch is checked, or that only stop. */
    private abstract static class Unchecked extends OrderCommand {
        Unchecked(Release.Command order) {
            super(order);
        }

        @Override
        CheckOptions check() {
            return new CheckOptions();
        }
    }

    /** {@code grey pause}. */
    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description =
                    "Lets a release stand still, whoever drives it, until somebody resumes, promotes or rolls back.")
    static final class Pause extends Unchecked {
        Pause() {
            super(Release.Command.PAUSE);
        }
    }

    /** {@code grey resume}. */
    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = {
                "Lets a release go on that stands still. One that nobody drives, after Ctrl-C or a crash, is taken up and"
                        + " driven to its end; say what follows each batch then.",
                "",
                "  grey resume --fleet fleet.yaml --app shop/cart --check './smoke.sh'"
            })
    static final class Resume extends OrderCommand {
        @Mixin
        private CheckOptions check;

        Resume() {
            super(Release.Command.RESUME);
        }

        @Override
        CheckOptions check() {
            return check;
        }
    }

    /** {@code grey promote}. */
    @Command(
            name = "promote",
            mixinStandardHelpOptions = true,
            description = "Takes all clusters of a release to the new version now, without further checks.")
    static final class Promote extends Unchecked {
        Promote() {
            super(Release.Command.PROMOTE_NOW);
        }
    }

    /** {@code grey rollback}. */
    @Command(
            name = "rollback",
            mixinStandardHelpOptions = true,
            description = "Takes everything back that the release under way has touched.")
    static final class Rollback extends Unchecked {
        Rollback() {
            super(Release.Command.ROLL_BACK_NOW);
        }
    }

    /** {@code grey abort}. */
    @Command(
            name = "abort",
            mixinStandardHelpOptions = true,
            description = "Stops a release as its onAbort says: back, or left where it is.")
    static final class Abort extends Unchecked {
        Abort() {
            super(Release.Command.ABORT);
        }
    }
}
