package io.jenkins.plugins.greyrelease.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.rollout.Rollouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A story is a world of its own, on one thread; two can be told at the same time. */
@Execution(ExecutionMode.CONCURRENT)
class ReleasePropertiesTest {

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("grey.stories", 2000))
                .map(story -> Long.getLong("grey.firstStory", 0) + story);
    }

    /**
     * Each is a release under trouble, with every invariant held against every change of every cluster. {@code grey
     * rehearse --seed N} shows one again, with a report.
     *
     * <p>More with {@code -Dgrey.stories=10000 -Dgrey.firstStory=2000}.
     */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyReleaseEndsOnTheNewOrTheOldVersionAndBreaksNoInvariant(long seed) {
        List<String> log = new ArrayList<>();
        RehearsalResult result = DrawnRehearsal.run(
                seed,
                (fleet, registries, scheduler, ids) -> new Rollouts(() -> fleet, scheduler, ids, "drawn"),
                new Progress() {
                    @Override
                    public void log(Duration at, String line) {
                        log.add(at + " " + line);
                    }
                });
        assertThat(result.trace().violations())
                .as(() -> result.trace().replay() + "\n" + result.remarks() + "\n"
                        + String.join("\n", log.subList(Math.max(0, log.size() - 60), log.size())))
                .isEmpty();
    }
}
