package io.jenkins.plugins.greyrelease.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.api.ApiServer;
import io.jenkins.plugins.greyrelease.rehearsal.api.SimCluster;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecordTest {
    private final VirtualTime time = new VirtualTime();
    private final ApiServer server = new ApiServer("gd9-a", time, new SplittableRandom(3));
    private final List<String> problems = new ArrayList<>();
    private final Record record = new Record(
            new SimCluster(server, time, new SplittableRandom(4)), spec(), Optional.of("{}"), time, problems::add);

    @Test
    void notesBecomeLinesInTheirOrder() {
        note("first");
        note("second");
        settle();
        note("third");
        settle();
        assertThat(lines()).hasSize(3);
        assertThat(lines().get(0))
                .contains("\"release\":\"x7f2k\"")
                .contains("\"batch\":2")
                .contains("first");
        assertThat(lines().get(2)).contains("third");
        assertThat(problems).isEmpty();
    }

    @Test
    @Scenario("record ConfigMap deleted")
    void aDeletedRecordIsBegunAnew() {
        note("first");
        settle();
        server.delete("owner", Kind.CONFIG_MAP, "shop", "grey-release-cart", DeleteOptions.BACKGROUND);
        note("second");
        settle();
        assertThat(lines()).singleElement().asString().contains("second");
        assertThat(problems).isEmpty();
    }

    @Test
    void onlyTheNewestLinesAreKept() {
        for (int i = 0; i < Record.KEPT + 10; i++) {
            note("event " + i);
        }
        settle();
        assertThat(lines()).hasSize(Record.KEPT);
        assertThat(lines().get(Record.KEPT - 1)).contains("event " + (Record.KEPT + 9));
    }

    private List<String> lines() {
        return server.get(Kind.CONFIG_MAP, "shop", "grey-release-cart")
                .getData()
                .get(Record.EVENTS)
                .lines()
                .toList();
    }

    private void note(String text) {
        record.note(
                "x7f2k", new ReleaseEvent(time.now(), ReleaseEvent.Kind.BATCH_REACHED, Optional.of("gd9-a"), 2, text));
    }

    private void settle() {
        var flushed = record.flush();
        assertThat(time.runUntil(flushed::isDone, time.elapsed().plus(Duration.ofMinutes(1))))
                .isTrue();
    }

    private static ReleaseSpec spec() {
        return Specs.of("cart").image("cart:2").build();
    }
}
