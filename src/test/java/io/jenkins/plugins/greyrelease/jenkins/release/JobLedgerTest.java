package io.jenkins.plugins.greyrelease.jenkins.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.jenkins.release.VersionsInService.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobLedgerTest {
    @TempDir
    private Path job;

    private JobLedger ledger() {
        return new JobLedger(run -> run.startsWith("cart#") ? Optional.of(job.toFile()) : Optional.empty());
    }

    /** A release of this image by run {@code number}; clusters as {@code gd9-a=new}. */
    private void ends(int number, String image, String... clusters) {
        ends("cart#" + number, number, image, clusters);
    }

    private void ends(String run, int number, String image, String... clusters) {
        SavedUndertaking saved = new SavedUndertaking();
        saved.app = "cart";
        saved.namespace = "shop";
        saved.run = run;
        saved.ended = "2026-01-0" + number + "T08:00:00Z";
        List<Map<String, String>> list = java.util.Arrays.stream(clusters)
                .map(each -> Map.of("cluster", each.split("=")[0], "ended", each.split("=")[1]))
                .toList();
        saved.result = JsonMaps.write(Map.of("release", "r" + number, "image", image, "clusters", list));
        ledger().note(saved);
    }

    private Place in(String cluster) {
        return JobLedger.read(job.toFile()).places().stream()
                .filter(place -> place.cluster().equals(cluster))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aReleaseThatEndedSaysWhatRunsWhere() {
        assertThat(JobLedger.has(job.toFile())).isFalse();
        ends(1, "cart:v1", "gd9-a=new", "gd9-b=new");
        ends(2, "cart:v2", "gd9-a=new", "gd9-b=untouched");
        assertThat(JobLedger.has(job.toFile())).isTrue();
        assertThat(in("gd9-a"))
                .isEqualTo(new Place("cart", "shop", "gd9-a", "cart:v2", "r2", "cart#2", "2026-01-02T08:00:00Z", ""));
        assertThat(in("gd9-b").image()).isEqualTo("cart:v1");
    }

    @Test
    void whatWasTakenBackRunsWhatItRanBefore() {
        ends(1, "cart:v1", "gd9-a=new");
        ends(2, "cart:v2", "gd9-a=old", "gd9-b=old");
        assertThat(in("gd9-a").image()).isEqualTo("cart:v1");
        assertThat(in("gd9-a").remark()).isEqualTo("release r2 was taken back");
        assertThat(in("gd9-b").image()).isEmpty();
    }

    @Test
    void whatWasLeftOpenIsNotSaidToRunAnything() {
        ends(1, "cart:v1", "gd9-a=new");
        ends(2, "cart:v2", "gd9-a=paused", "gd9-b=unreachable");
        assertThat(in("gd9-a").image()).isEqualTo("cart:v1");
        assertThat(in("gd9-a").remark()).contains("r2 was left open here");
        ends(3, "cart:v2", "gd9-a=new");
        assertThat(in("gd9-a").remark()).isEmpty();
    }

    @Test
    void anEndThatIsHeardLateDoesNotUndoANewerOne() {
        ends(2, "cart:v2", "gd9-a=new");
        ends(1, "cart:v1", "gd9-a=new");
        assertThat(in("gd9-a").image()).isEqualTo("cart:v2");
    }

    @Test
    void aRefusedReleaseAndAGoneJobChangeNothing() {
        ends(1, "cart:v1");
        ends("gone#1", 1, "cart:v1", "gd9-a=new");
        assertThat(JobLedger.has(job.toFile())).isFalse();
    }

    @Test
    void aFileThatCannotBeUnderstoodIsWrittenAnew() throws IOException {
        Files.writeString(job.resolve("grey-release.json"), "]");
        assertThat(JobLedger.read(job.toFile()).places()).isEmpty();
        ends(1, "cart:v1", "gd9-a=new");
        assertThat(in("gd9-a").image()).isEqualTo("cart:v1");
    }
}
