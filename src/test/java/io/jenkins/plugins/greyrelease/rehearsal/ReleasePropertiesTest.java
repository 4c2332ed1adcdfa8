package io.jenkins.plugins.greyrelease.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.rollout.ReleaseResult;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Ended;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReleasePropertiesTest {

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("grey.stories", 500))
                .map(story -> Long.getLong("grey.firstStory", 100) + story);
    }

    /**
     * Each is a release under trouble, with every invariant held against every change of every cluster.
     *
     * <p>More with {@code -Dgrey.stories=2000 -Dgrey.firstStory=0}.
     *
     * <p>Does not check: processes that die (CrashTest does); images that crash after they served, whose restart may fall
     * between the last reading and the write.
     */
    @ParameterizedTest(name = "story {0}")
    @MethodSource("seeds")
    void everyReleaseEndsOnTheNewOrTheOldVersionAndBreaksNoInvariant(long seed) {
        ReleaseStory story = new ReleaseStory(seed);
        ReleaseResult result = story.run();
        for (ReleaseResult.ClusterResult each : result.clusters()) {
            assertThat(story.isNew(each.cluster()))
                    .as(() -> "seed " + seed + ": " + each + story.tail())
                    .isEqualTo(each.ended() == Ended.NEW);
        }
    }
}
