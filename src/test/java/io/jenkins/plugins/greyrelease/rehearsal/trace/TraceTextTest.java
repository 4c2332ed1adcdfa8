package io.jenkins.plugins.greyrelease.rehearsal.trace;

import static io.jenkins.plugins.greyrelease.rehearsal.trace.SampleTraces.pods;
import static io.jenkins.plugins.greyrelease.rehearsal.trace.SampleTraces.recorder;
import static io.jenkins.plugins.greyrelease.rehearsal.trace.SampleTraces.s;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.greyrelease.picture.Mark;
import org.junit.jupiter.api.Test;

class TraceTextTest {

    @Test
    void equalTracesGiveEqualTextInTheOrderOfTime() {
        String text = TraceText.of(SampleTraces.good());
        assertThat(text).isEqualTo(TraceText.of(SampleTraces.good())).endsWith("\n");
        assertThat(text.lines().filter(line -> line.startsWith("+")).map(line -> line.substring(0, 13)))
                .isSorted();
        assertThat(text)
                .contains("seed 7\n")
                .contains("+00:00:32.000 pods gd9-a cart old 10/10 new 0/1 desired 10\n")
                .contains("outcome sh1-a cart RELEASED from registry.example/shop/cart:1.0")
                .contains("end SUCCESS, 12345 events, Rehearsed\n");
    }

    @Test
    void aLineFeedInATextCannotForgeALine() {
        TraceRecorder recorder = recorder("a");
        recorder.mark(new Mark(s(1), "a", Mark.Kind.NOTE, "one\n+00:00:00.000 two"));
        assertThat(TraceText.of(recorder.finish(s(2), "SUCCESS", 1)))
                .contains("NOTE a one\\n+00:00:00.000 two\n")
                .hasLineCount(8);
    }

    @Test
    void onlyChangesAreKeptAndTheLastOfOneMoment() {
        TraceRecorder recorder = recorder("a");
        assertThat(recorder.sample(pods(0, "a", 0, 0))).isTrue();
        assertThat(recorder.sample(pods(0, "a", 1, 0))).isTrue();
        assertThat(recorder.sample(pods(5, "a", 1, 0))).isFalse();
        assertThat(recorder.sample(pods(6, "a", 2, 0))).isTrue();
        assertThat(recorder.finish(s(9), "SUCCESS", 1).samples())
                .containsExactly(pods(0, "a", 1, 0), pods(6, "a", 2, 0));
    }

    @Test
    void jsonHasTheTraceWithVerdictAndFindings() throws Exception {
        JsonNode json = new ObjectMapper().readTree(TraceJson.of(SampleTraces.broken()));
        assertThat(json.get("verdict").asText()).isEqualTo("FAILED");
        assertThat(json.get("findings")).hasSize(4);
        assertThat(json.at("/samples/2/at").decimalValue()).isEqualByComparingTo("70");
        assertThat(json.at("/start").asText()).isEqualTo("2026-01-05T08:00:00Z");
        assertThat(json.at("/outcomes/0/rolledBackIn").asInt()).isEqualTo(12);
        assertThat(json.at("/outcomes/1/rolledBackIn").isNull()).isTrue();
    }
}
