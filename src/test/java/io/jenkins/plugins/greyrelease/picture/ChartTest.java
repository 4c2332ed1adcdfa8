package io.jenkins.plugins.greyrelease.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.rollout.ReleaseEvent;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ChartTest {
    private static final Duration END = s(100);

    private static Duration s(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static PodSample pods(long at, int old, int fresh, int freshReady) {
        return new PodSample(s(at), "gd9-a", "cart", old, fresh, old, freshReady, 10);
    }

    private static String chart(List<PodSample> samples, List<Mark> marks) {
        TimeAxis axis = TimeAxis.of(END, samples.stream().map(PodSample::at).toList());
        return new Chart(axis, END, samples, marks)
                .figure("chart-0", "cart in gd9-a")
                .render();
    }

    private static List<Element> all(String html, String name) throws Exception {
        Document page = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(html)));
        NodeList nodes = page.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    private static final List<PodSample> GROWING = List.of(pods(0, 10, 0, 0), pods(20, 10, 1, 0), pods(40, 9, 1, 1));

    @Test
    void nothingInItNeedsAStyleOrAScriptOfItsOwn() throws Exception {
        Mark hostile = new Mark(s(20), "gd9-a", Mark.Kind.FAULT, "\"><script>alert(1)</script>");
        for (Element each : all(chart(GROWING, List.of(hostile)), "*")) {
            assertThat(each.getTagName()).isNotIn("script", "style");
            for (int i = 0; i < each.getAttributes().getLength(); i++) {
                String name = each.getAttributes().item(i).getNodeName();
                assertThat(name).isNotEqualTo("style").doesNotStartWith("on");
            }
        }
    }

    @Test
    void newPodsStandAtTheBottomAndAsHighAsTheirShare() throws Exception {
        List<Element> areas = all(chart(GROWING, List.of()), "rect");
        assertThat(areas)
                .extracting(each -> each.getAttribute("class"))
                .containsExactly("area old", "area new-starting", "area old", "area new", "area old");
        // eleven pods at most: 94 % of the height
        assertThat(areas.get(1).getAttribute("height")).isEqualTo("8.55%");
        assertThat(areas.get(3).getAttribute("x")).isEqualTo("40%");
        assertThat(areas.get(3).getAttribute("y")).isEqualTo("91.45%");
        assertThat(areas.get(3).getAttribute("width")).isEqualTo("60%");
    }

    @Test
    void signsThatWouldCoverEachOtherAreOneWithAllTheirWords() throws Exception {
        List<Mark> marks = List.of(
                new Mark(s(20), "gd9-a", Mark.Kind.PAUSE, "a check failed"),
                new Mark(s(21), "gd9-a", Mark.Kind.ROLLBACK, "goes back"),
                new Mark(s(60), "gd9-a", Mark.Kind.BATCH, "batch 2: canary to 5 of 10 pods"));
        String html = chart(GROWING, marks);
        List<Element> signs = all(html, "svg").stream()
                .filter(each -> each.getAttribute("class").startsWith("sign"))
                .toList();
        assertThat(signs)
                .extracting(each -> each.getAttribute("class"))
                .containsExactly("sign tone-batch", "sign tone-bad");
        assertThat(signs.get(1).getTextContent())
                .contains("0:20 Paused: a check failed\n0:21 Rollback: goes back", "↩+");
        assertThat(signs.get(0).getTextContent()).endsWith("2");
    }

    @Test
    void lanesWithoutSignsTakeNoRoom() throws Exception {
        assertThat(all(chart(GROWING, List.of()), "svg"))
                .extracting(each -> each.getAttribute("class"))
                .doesNotContain("lane");
    }

    @Test
    void anEventIsAMarkIfPeopleCareAndOnlyItsFirstLineIsShown() {
        ReleaseEvent.Kind kind = ReleaseEvent.Kind.STARTED;
        ReleaseEvent event =
                new ReleaseEvent(Instant.EPOCH, kind, Optional.empty(), 0, "begins release x7f2a of cart\nplan\ntable");
        assertThat(Mark.of(event, s(3)))
                .contains(new Mark(s(3), null, Mark.Kind.RELEASE, "begins release x7f2a of cart"));
        ReleaseEvent write =
                new ReleaseEvent(Instant.EPOCH, ReleaseEvent.Kind.WROTE, Optional.of("gd9-a"), 1, "scale cart");
        assertThat(Mark.of(write, s(3))).isEmpty();
    }

    @Test
    void theScriptNeedsNoInlineStyleAndTheSheetNoOtherFile() {
        assertThat(Assets.script()).doesNotContain("innerHTML", "setAttribute(\"style\"", "eval(");
        assertThat(Assets.css()).doesNotContain("@import", "http");
    }
}
