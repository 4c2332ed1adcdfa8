package io.jenkins.plugins.greyrelease.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.rollout.ReleaseResult;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Ended;
import io.jenkins.plugins.greyrelease.rollout.ReleaseResult.Outcome;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class ReleasePropertiesTest {

    /** Each is a release under trouble, with every invariant held against every change of every cluster. */
    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void everyReleaseEndsOnTheNewOrTheOldVersionAndBreaksNoInvariant(@ForAll long seed) {
        ReleaseStory story = new ReleaseStory(seed);
        ReleaseResult result = story.run();
        assertThat(result.outcome())
                .as(() -> "seed " + seed + ": " + result.reason() + story.tail())
                .isIn(Set.of(Outcome.RELEASED, Outcome.ROLLED_BACK, Outcome.PARTLY));
        for (ReleaseResult.ClusterResult each : result.clusters()) {
            assertThat(story.isNew(each.cluster()))
                    .as(() -> "seed " + seed + ": " + each + story.tail())
                    .isEqualTo(each.ended() == Ended.NEW);
        }
    }
}
