package io.jenkins.plugins.greyrelease.rehearsal.report;

import static io.jenkins.plugins.greyrelease.rehearsal.trace.SampleTraces.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.approval.Ballot;
import io.jenkins.plugins.greyrelease.approval.Rules;
import io.jenkins.plugins.greyrelease.approval.Town;
import io.jenkins.plugins.greyrelease.approval.Vote;
import io.jenkins.plugins.greyrelease.picture.Mark;
import io.jenkins.plugins.greyrelease.picture.PodSample;
import io.jenkins.plugins.greyrelease.rehearsal.trace.SampleTraces;
import io.jenkins.plugins.greyrelease.rehearsal.trace.Trace;
import io.jenkins.plugins.greyrelease.rehearsal.trace.TraceRecorder;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportTest {

    /** The page without its script and style, which are not XML. */
    private static Document parsed(Trace trace) throws Exception {
        String page = Report.html(trace)
                .replaceAll("(?s)<script>.*?</script>", "")
                .replaceAll("(?s)<style>.*?</style>", "")
                .replace("<!DOCTYPE html>", "");
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(page.trim())));
    }

    private static List<Element> all(Document page, String name) {
        NodeList nodes = page.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    @Test
    void isWellFormedAndTheSameEveryTime() throws Exception {
        assertThat(parsed(SampleTraces.good()).getDocumentElement().getAttribute("lang"))
                .isEqualTo("en");
        assertThat(Report.html(SampleTraces.good())).isEqualTo(Report.html(SampleTraces.good()));
    }

    @Test
    void asksForNothingFromAnyNetwork() {
        String page = Report.html(SampleTraces.good());
        assertThat(page).doesNotContain("http://", "https://", "//cdn", "@import", "src=", "<link");
        Matcher urls = Pattern.compile("url\\(([^)]*)\\)").matcher(page);
        assertThat(urls.results().map(match -> match.group(1))).allMatch(target -> target.startsWith("#"));
    }

    @Test
    void escapesWhatComesFromOutside() throws Exception {
        TraceRecorder recorder = new TraceRecorder("</title><b>x", 1, "grey \"a\" & <b>", SampleTraces.START);
        recorder.clusters(List.of("<i>\"'&"));
        recorder.sample(new PodSample(s(0), "<i>\"'&", "a\"><script>", 1, 0, 1, 0, 1));
        recorder.mark(new Mark(s(1), "<i>\"'&", Mark.Kind.FAULT, "\" onload=\"alert(1)"));
        Trace hostile = recorder.finish(s(2), "SUCCESS", 1);
        Document page = parsed(hostile);
        assertThat(all(page, "b")).isEmpty();
        assertThat(all(page, "i")).isEmpty();
        assertThat(all(page, "script")).isEmpty();
        assertThat(all(page, "span")).noneMatch(span -> span.hasAttribute("onload"));
        assertThat(all(page, "title").get(0).getTextContent()).contains("</title><b>x");
    }

    @Test
    void everyNumberOfAChartIsInItsTable() throws Exception {
        Document page = parsed(SampleTraces.good());
        List<Element> charts = all(page, "figure");
        assertThat(charts).hasSize(3);
        for (Element chart : charts) {
            assertThat(chart.getElementsByTagName("tr").getLength() - 1).isEqualTo(11);
        }
        assertThat(charts.get(0).getTextContent()).contains("cart in gd9-a").contains("0:32");
    }

    @Test
    void showsWhatEachClusterDidStepsFindingsAndAssumptions() throws Exception {
        String text = parsed(SampleTraces.broken()).getDocumentElement().getTextContent();
        assertThat(text)
                .contains("Failed", "The release was taken back: every cluster is on the version it had.")
                .contains("back on the old version", "registry.example/shop/cart:2.0", "the check failed")
                .contains("Batch 1 of 2 in a stopped the new version.")
                .contains("broken-image <script>alert(1)</script>");
        assertThat(parsed(SampleTraces.good()).getDocumentElement().getTextContent())
                .contains("canaryBatch", "Jenkinsfile:5:9", "./smoke.sh", "exit code 0", "Rehearsed");
    }

    @Test
    void showsWhoVotedWhatWhenFromWhereOnWhat() throws Exception {
        Ballot ballot = new Ballot("r1", "cart", "a1b2c3", "cart@sha256:1", "1/3", "gd9-a");
        Town town = new Town().group("ops", "alice");
        Approval asked = Approval.ask(
                "a1",
                "Go <b>on</b>?",
                new Rules(List.of("ops"), 1, false, Map.of(), false, Optional.empty()),
                ballot,
                SampleTraces.START,
                Optional.empty());
        TraceRecorder recorder = new TraceRecorder("x", 1, "grey", SampleTraces.START);
        recorder.approval(asked.vote(new Vote("eve", true, SampleTraces.START, "now", "page", ballot), town)
                .vote(new Vote("alice", true, SampleTraces.START, "", "CHG-1, change 7", ballot), town));
        Document page = parsed(recorder.finish(s(2), "SUCCESS", 1));
        assertThat(all(page, "b")).isEmpty();
        assertThat(all(page, "section").stream()
                        .filter(section -> section.getAttribute("id").equals("approvals"))
                        .findFirst()
                        .orElseThrow()
                        .getTextContent())
                .contains("Go <b>on</b>?", "approved by alice", "batch 1/3 of cart in gd9-a", "CHG-1, change 7")
                .contains("no: eve is not among the approvers");
        assertThat(Report.html(SampleTraces.good())).doesNotContain("id=\"approvals\"");
    }

    private static boolean isHidden(Node node) {
        return node instanceof Element element
                && (element.getAttribute("aria-hidden").equals("true") || isHidden(element.getParentNode()));
    }

    @Test
    void whatTheKeyboardAndAReaderNeedIsThere() throws Exception {
        Document page = parsed(SampleTraces.good());
        assertThat(all(page, "table"))
                .allMatch(table -> table.getElementsByTagName("caption").getLength() == 1);
        assertThat(all(page, "th")).allMatch(cell -> cell.hasAttribute("scope"));
        assertThat(all(page, "svg"))
                .allMatch(svg ->
                        isHidden(svg) || svg.getAttribute("role").equals("img") && svg.hasAttribute("aria-label"));
        List<String> ids = new ArrayList<>();
        NodeList everything = page.getElementsByTagName("*");
        for (int i = 0; i < everything.getLength(); i++) {
            String id = ((Element) everything.item(i)).getAttribute("id");
            if (!id.isEmpty()) {
                ids.add(id);
            }
        }
        assertThat(ids).doesNotHaveDuplicates();
        Set<String> known = new HashSet<>(ids);
        assertThat(all(page, "section")).allMatch(section -> known.contains(section.getAttribute("aria-labelledby")));
        assertThat(all(page, "h1")).hasSize(1);
    }

    @Test
    void aTraceOfNothingStillReads() throws Exception {
        Trace empty = SampleTraces.recorder().finish(s(0), "FAILURE", 0);
        assertThat(parsed(empty).getDocumentElement().getTextContent())
                .contains("No release step ran.", "No app was watched.");
    }

    @Test
    void whyItFailedStandsUnderTheVerdictAndAsOneTextOfSeveralLines() throws Exception {
        TraceRecorder recorder = SampleTraces.recorder("a");
        recorder.failed("Jenkinsfile:3:1: 2 problems\n  - one\n  - two", true);
        Document page = parsed(recorder.finish(s(0), "FAILURE", 0));
        assertThat(all(page, "p"))
                .filteredOn(p -> p.getAttribute("class").equals("failure"))
                .singleElement()
                .satisfies(p -> assertThat(p.getTextContent()).contains("2 problems\n  - one\n  - two"));
        assertThat(all(page, "header").get(0).getAttribute("class")).contains("verdict-refused");
    }

    @Test
    void manyChartsInWhichNothingHappensAreFoldedAway() throws Exception {
        TraceRecorder recorder = SampleTraces.recorder("a", "b", "c", "d", "e");
        for (String cluster : List.of("a", "b", "c", "d", "e")) {
            recorder.sample(SampleTraces.pods(0, cluster, 10, 0));
        }
        recorder.sample(SampleTraces.pods(10, "a", 9, 1));
        Document page = parsed(recorder.finish(s(20), "SUCCESS", 1));
        assertThat(all(page, "summary"))
                .extracting(Element::getTextContent)
                .contains("4 charts in which no pod came or went");
        assertThat(all(page, "figure")).hasSize(5);
    }

    @Test
    void everyPlaceTheNavigationNamesIsThere() throws Exception {
        Document page = parsed(SampleTraces.good());
        List<String> ids = all(page, "section").stream()
                .map(section -> "#" + section.getAttribute("id"))
                .toList();
        assertThat(all(page, "a"))
                .extracting(link -> link.getAttribute("href"))
                .isSubsetOf(ids)
                .containsAll(ids);
    }

    @Test
    void aHundredClustersStayAFileThatOpens() {
        String[] names = IntStream.range(0, 100).mapToObj(i -> "cluster-" + i).toArray(String[]::new);
        TraceRecorder recorder = SampleTraces.recorder(names);
        for (int i = 0; i < names.length; i++) {
            for (int at = 0; at < 60; at++) {
                recorder.sample(SampleTraces.pods(i * 60 + at, names[i], 10 - at % 10, at % 10));
            }
        }
        assertThat(Report.html(recorder.finish(s(7000), "SUCCESS", 1)).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(8 << 20);
    }

    @Test
    void writesSamplesToLookAt(@TempDir Path dir) throws Exception {
        Path target = Path.of(System.getProperty("report.samples", dir.toString()));
        Files.writeString(target.resolve("good.html"), Report.html(SampleTraces.good()));
        Files.writeString(target.resolve("broken.html"), Report.html(SampleTraces.broken()));
        assertThat(target.resolve("good.html")).isNotEmptyFile();
    }
}
