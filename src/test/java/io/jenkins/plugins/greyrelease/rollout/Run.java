package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Consumer;

/** Drives one cluster of a {@link World} towards goals, decision after decision. */
final class Run {
    final World world;
    Terms terms;
    /** Called after every write, before the controllers get to act. */
    Consumer<Integer> afterWrite = n -> {};
    /** How often the controllers run between two decisions. */
    java.util.function.IntSupplier ticks = () -> 1;

    int writes;

    Run(World world, Terms terms) {
        this.world = world;
        this.terms = terms;
    }

    static Terms terms(String image, int maxSurge, int maxUnavailable) {
        return new Terms(
                "cart",
                World.NS,
                "x7f2",
                1,
                false,
                Fixtures.template(image),
                "0123456789abcdef",
                false,
                new Fenceposts(String.valueOf(maxSurge), String.valueOf(maxUnavailable)),
                Duration.ZERO,
                Duration.ofMinutes(10),
                Integer.MAX_VALUE,
                "");
    }

    static Terms surge(Terms terms) {
        return new TermsLike(terms).surge(true).build();
    }

    Move decide(Goal goal) {
        return Decision.next(world.seen(terms), goal, terms);
    }

    /** Decides and does until it is reached, failed or stopped. */
    Move drive(Goal goal) {
        for (int turn = 0; turn < 3000; turn++) {
            Move move = decide(goal);
            if (move instanceof Move.Write write) {
                checkCapacity(write);
                world.apply(write);
                afterWrite.accept(++writes);
            } else if (!(move instanceof Move.Wait)) {
                return move;
            }
            int times = Math.max(ticks.getAsInt(), move instanceof Move.Wait ? 1 : 0);
            for (int i = 0; i < times; i++) {
                world.tick();
            }
        }
        throw new AssertionError("no end towards " + goal + ", now " + decide(goal) + "\n"
                + String.join("\n", world.log.subList(Math.max(0, world.log.size() - 20), world.log.size())));
    }

    /** Drives until the n-th write has been done. */
    Move step(Goal goal) {
        Move move = decide(goal);
        if (move instanceof Move.Write write) {
            world.apply(write);
        }
        world.tick();
        return move;
    }

    Move.Reached reach(Goal goal) {
        Move end = drive(goal);
        assertThat(end).as(() -> String.join("\n", world.log)).isInstanceOf(Move.Reached.class);
        return (Move.Reached) end;
    }

    private int floorSeen = -1;

    /** From now on, no decision of ours may find fewer ready pods than this. */
    void neverBelow(int pods) {
        floorSeen = pods;
    }

    private void checkCapacity(Move.Write write) {
        if (floorSeen >= 0) {
            assertThat(world.ready())
                    .as(() -> "ready pods before '" + write.why() + "'\n" + String.join("\n", world.log))
                    .isGreaterThanOrEqualTo(floorSeen);
        }
    }
}
