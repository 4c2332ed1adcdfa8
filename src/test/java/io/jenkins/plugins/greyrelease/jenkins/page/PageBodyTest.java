package io.jenkins.plugins.greyrelease.jenkins.page;

import static io.jenkins.plugins.greyrelease.jenkins.page.Views.OPERATOR;
import static io.jenkins.plugins.greyrelease.jenkins.page.Views.READER;
import static io.jenkins.plugins.greyrelease.jenkins.page.Views.cluster;
import static io.jenkins.plugins.greyrelease.jenkins.page.Views.ended;
import static io.jenkins.plugins.greyrelease.jenkins.page.Views.inTheMiddle;
import static io.jenkins.plugins.greyrelease.jenkins.page.Views.live;
import static io.jenkins.plugins.greyrelease.jenkins.page.Views.page;
import static io.jenkins.plugins.greyrelease.jenkins.page.Views.picture;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.greyrelease.jenkins.release.Recording;
import io.jenkins.plugins.greyrelease.manifest.Json;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture.ClusterPicture;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture.Course;
import io.jenkins.plugins.greyrelease.rollout.ReleasePicture.Part;
import io.jenkins.plugins.greyrelease.step.StepOutcome.Status;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class PageBodyTest {

    private static List<Element> all(String html, String name) throws Exception {
        // the only elements without an end that the page has
        String xml = html.replaceAll("(<input[^>]*[^/])>", "$1/>").replaceAll(" (open|hidden)=?(?=[ >])", " $1=\"\"");
        NodeList nodes = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)))
                .getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    private static List<String> buttons(PageBody body, Viewer viewer) throws Exception {
        return all(body.page(viewer), "button").stream()
                .map(Element::getTextContent)
                .toList();
    }

    private static final ReleaseView UNDER_WAY = live(inTheMiddle(Course.FORWARD, "batch 2 of 3 in gd9-b", false));

    @Test
    void tellsWhatIsReleasedWhereAndHowEachClusterStands() throws Exception {
        String html = page(UNDER_WAY).page(OPERATOR);
        String text = all(html, "div").get(0).getTextContent();
        assertThat(text)
                .contains("cart x7f2a", "Under way batch 2 of 3 in gd9-b", "harbor.test.example/shop/cart:2.0", "shop")
                .contains("gd9-b 2 of 3", "4 of 5 new, 5 old, 10 wanted", "under way: waiting for 4 pods to serve")
                .contains("runs the new version", "not its turn");
        assertThat(all(html, "figure")).hasSize(3);
        assertThat(all(html, "section").get(0).getAttribute("data-headline"))
                .isEqualTo("cart: Under way. batch 2 of 3 in gd9-b");
    }

    @Test
    void nothingInItNeedsAnInlineStyleOrScript() throws Exception {
        ReleasePicture hostile = picture(
                Course.PAUSED,
                "\"><script>alert(1)</script>",
                cluster("<img src=x onerror=alert(1)>", 1, 1, Part.UNDER_WAY, true));
        PageBody body = new PageBody(
                List.of(live(hostile)),
                List.of(new Pointer("<b>go?</b>", "Answer", "../input/")),
                List.of(),
                false,
                "none");
        for (Element each : all(body.page(OPERATOR), "*")) {
            assertThat(each.getTagName()).isNotIn("script", "style", "img", "b");
            for (int i = 0; i < each.getAttributes().getLength(); i++) {
                String name = each.getAttributes().item(i).getNodeName();
                assertThat(name).isNotEqualTo("style").doesNotStartWith("on");
            }
        }
    }

    @Test
    void idsAreUniqueAlsoWithSeveralReleasesAndLabelsAreThere() throws Exception {
        ReleaseView other = new ReleaseView(
                "d4e5f6",
                "rollback",
                null,
                Views.START,
                UNDER_WAY.picture(),
                UNDER_WAY.recording(),
                UNDER_WAY.now(),
                Optional.empty());
        String html = page(UNDER_WAY, other).page(OPERATOR);
        List<String> ids = new ArrayList<>();
        for (Element each : all(html, "*")) {
            if (each.hasAttribute("id")) {
                ids.add(each.getAttribute("id"));
            }
        }
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(all(html, "section")).allMatch(section -> ids.contains(section.getAttribute("aria-labelledby")));
        assertThat(all(html, "th")).allMatch(cell -> cell.hasAttribute("scope"));
        assertThat(all(html, "table"))
                .allMatch(table -> table.getElementsByTagName("caption").getLength() == 1);
    }

    @Test
    void buttonsAreThoseThatMakeSenseNow() throws Exception {
        assertThat(buttons(page(UNDER_WAY), OPERATOR))
                .containsExactly("Pause", "Promote now", "Roll back now", "Abort");
        assertThat(buttons(page(live(inTheMiddle(Course.PAUSED, "paused by alice", true))), OPERATOR))
                .containsExactly("Resume", "Promote now", "Roll back now", "Abort");
        assertThat(buttons(page(live(inTheMiddle(Course.FORWARD, "stands still in gd9-b", true))), OPERATOR))
                .containsExactly("Pause", "Try again", "Promote now", "Roll back now", "Abort");
        assertThat(buttons(page(live(inTheMiddle(Course.PROMOTING, "", false))), OPERATOR))
                .containsExactly("Pause", "Roll back now", "Abort");
        assertThat(buttons(page(live(inTheMiddle(Course.BACK, "everything goes back", false))), OPERATOR))
                .isEmpty();
        assertThat(buttons(page(ended(inTheMiddle(Course.FORWARD, "", false), Status.SUCCESS, "")), OPERATOR))
                .isEmpty();
    }

    @Test
    void whoMayNotSteerSeesNoButtons() throws Exception {
        assertThat(buttons(page(UNDER_WAY), READER)).isEmpty();
        assertThat(page(UNDER_WAY).page(READER)).contains("gd9-b").doesNotContain("<form");
    }

    @Test
    void withoutAScriptWhatNeedsASecondThoughtIsAskedOnAPageOfItsOwn() throws Exception {
        List<Element> buttons = all(page(UNDER_WAY).page(OPERATOR), "button");
        assertThat(buttons.get(0).hasAttribute("formaction")).isFalse();
        assertThat(buttons.subList(1, 4)).allSatisfy(button -> {
            assertThat(button.getAttribute("formaction")).isEqualTo("confirm");
            assertThat(button.getAttribute("formmethod")).isEqualTo("get");
            assertThat(button.getAttribute("data-question")).contains("cart").contains("?");
        });
        assertThat(all(page(UNDER_WAY).page(OPERATOR), "input"))
                .extracting(each -> each.getAttribute("name") + "=" + each.getAttribute("value"))
                .containsExactly("release=a1b2c3", "Jenkins-Crumb=c0ffee");
    }

    @Test
    void anEndIsToldByItsOutcomeAndNotByWhatWasSeenLast() {
        ReleaseView end = ended(
                inTheMiddle(Course.BACK, "everything goes back", false), Status.FAILURE, "check of batch 2 failed");
        assertThat(page(end).page(OPERATOR))
                .contains("Rolled back", "check of batch 2 failed")
                .doesNotContain("everything goes back");
        assertThat(page(end).live()).isFalse();
    }

    @Test
    void questionsThatWaitAreNamedWithTheWayToTheirAnswer() throws Exception {
        PageBody body = new PageBody(
                List.of(UNDER_WAY),
                List.of(new Pointer("gd9-b: go on with batch 3?", "Answer", "../input/")),
                List.of(),
                true,
                "");
        Element link = all(body.page(READER), "a").get(0);
        assertThat(link.getAttribute("href")).isEqualTo("../input/");
        assertThat(link.getParentNode().getTextContent()).contains("gd9-b: go on with batch 3?");
    }

    @Test
    void aPageWithoutReleasesSaysSo() {
        assertThat(page().page(READER)).contains("Nothing was released.");
    }

    @Test
    void ofAHundredClustersThoseInTroubleAreDrawnAndAllOnRequest() throws Exception {
        ClusterPicture[] hundred = IntStream.range(0, 100)
                .mapToObj(i -> cluster("c" + i, i < 90 ? 1 : 0, 1, i == 80 ? Part.UNDER_WAY : Part.NEW, i == 80))
                .toArray(ClusterPicture[]::new);
        ReleaseView view = live(picture(Course.FORWARD, "stands still in c80", hundred));
        String html = page(view).page(READER);
        assertThat(all(html, "figure")).hasSize(ClusterMarkup.CHARTS);
        assertThat(html).contains("cart in c80", "Drawn are the 12 of 100 clusters", "?charts=all");
        Viewer curious = new Viewer(Set.of(), "", "", READER.zone(), true);
        assertThat(all(page(view).page(curious), "figure")).hasSize(100);
        assertThat(page(view).page(curious)).contains("state?html=true&amp;charts=all");
    }

    @Test
    void theJsonHasTheNumbersAndOnRequestTheMarkup() throws Exception {
        JsonNode data = Json.MAPPER.readTree(page(UNDER_WAY).json(null));
        assertThat(data.get("live").booleanValue()).isTrue();
        JsonNode release = data.get("releases").get(0);
        assertThat(release.get("course").textValue()).isEqualTo("FORWARD");
        assertThat(release.get("state").textValue()).isEqualTo("batch 2 of 3 in gd9-b");
        assertThat(release.get("clusters").get(1).get("newReady").intValue()).isEqualTo(4);
        assertThat(data.has("html")).isFalse();
        assertThat(Json.MAPPER
                        .readTree(page(UNDER_WAY).json(OPERATOR))
                        .get("html")
                        .textValue())
                .startsWith("<div id=\"grey-content\">")
                .contains("grey-a1b2c3");
    }

    @Test
    void aTagChangesWithTheContentAndOnlyThen() {
        String json = page(UNDER_WAY).json(OPERATOR);
        assertThat(PageBody.tag(json)).isEqualTo(PageBody.tag(page(UNDER_WAY).json(OPERATOR)));
        assertThat(PageBody.tag(json)).isNotEqualTo(PageBody.tag(json + " ")).matches("\"[0-9a-f]{24}\"");
    }

    @Test
    void theDrawingGrowsInStepsSoThatPagesRarelyDiffer() {
        assertThat(end(1)).isEqualTo(5);
        assertThat(end(50)).isEqualTo(50);
        assertThat(end(51)).isEqualTo(60);
        assertThat(end(181)).isEqualTo(200);
        assertThat(end(199)).isEqualTo(200);
    }

    private static long end(long now) {
        return new ReleaseView(
                        "a1",
                        "canaryBatch",
                        null,
                        Views.START,
                        UNDER_WAY.picture(),
                        Recording.empty(Views.START),
                        Duration.ofSeconds(now),
                        Optional.empty())
                .end()
                .toSeconds();
    }

    @Test
    void writesSamplesToLookAt(@TempDir Path dir) throws Exception {
        Path target = Path.of(System.getProperty("page.samples", dir.toString()));
        PageBody body = new PageBody(
                List.of(
                        UNDER_WAY,
                        new ReleaseView(
                                "paused",
                                "canaryBatch",
                                null,
                                Views.START,
                                inTheMiddle(Course.PAUSED, "paused by alice. Resume to go on", true),
                                UNDER_WAY.recording(),
                                UNDER_WAY.now(),
                                Optional.empty())),
                List.of(new Pointer("gd9-b: go on with batch 3?", "Answer", "../input/")),
                List.of(),
                true,
                "");
        Files.writeString(target.resolve("page.html"), body.page(OPERATOR));
        assertThat(target.resolve("page.html")).isNotEmptyFile();
    }
}
