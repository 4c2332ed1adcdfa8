package io.jenkins.plugins.greyrelease.jenkins.page;

import static j2html.TagCreator.a;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.ul;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.greyrelease.manifest.Json;
import io.jenkins.plugins.greyrelease.picture.Svg;
import j2html.tags.ContainerTag;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that a page shows of some releases at one moment: as markup, and as JSON for its script and for others.
 *
 * @param releases in the page's order
 * @param questions that wait for an answer
 * @param elsewhere releases under way that have pages of their own
 * @param mayCome whether more releases may come
 * @param none what is said if there is no release
 */
record PageBody(
        List<ReleaseView> releases, List<Pointer> questions, List<Pointer> elsewhere, boolean mayCome, String none) {
    PageBody {
        releases = List.copyOf(releases);
        questions = List.copyOf(questions);
        elsewhere = List.copyOf(elsewhere);
    }

    /** Whether it may still change. */
    boolean live() {
        return mayCome || releases.stream().anyMatch(ReleaseView::live);
    }

    /** The whole, with what stays when its content is renewed. */
    String page(Viewer viewer) {
        return frame("state?html=true" + (viewer.everything() ? "&charts=all" : ""), live(), content(viewer))
                .render();
    }

    /**
     * What the page's script keeps up to date.
     *
     * @param state where it asks for the new content, relative to the page
     * @param live whether it is to ask
     * @param content with the id {@code grey-content}
     */
    static ContainerTag<?> frame(String state, boolean live, ContainerTag<?> content) {
        return div().withClass("grey-page")
                .withId("grey-page")
                .attr("data-state", state)
                .attr("data-live", Boolean.toString(live))
                .with(
                        Svg.patterns(),
                        p().withClass("jenkins-visually-hidden")
                                .withId("grey-announce")
                                .attr("role", "status")
                                .attr("aria-live", "polite"),
                        p().withClass("grey-stale").withId("grey-stale").attr("hidden", ""),
                        content);
    }

    private ContainerTag<?> content(Viewer viewer) {
        return div().withId("grey-content")
                .with(
                        iff(!questions.isEmpty(), list("grey-questions", "Waiting for an answer", questions)),
                        iff(releases.isEmpty(), p(none).withClass("grey-muted")))
                .with(each(releases, release -> ReleaseMarkup.of(release, viewer)))
                .with(iff(!elsewhere.isEmpty(), list("grey-elsewhere", "Under way in their runs", elsewhere)));
    }

    private static ContainerTag<?> list(String id, String title, List<Pointer> pointers) {
        return section()
                .withClass(id)
                .attr("aria-labelledby", id + "-title")
                .with(h2(title).withId(id + "-title"), ul().with(each(pointers, each -> li().with(
                                span(each.words() + " "), a(each.label()).withHref(each.link())))));
    }

    /**
     * The same as JSON.
     *
     * @param viewer whose markup is part of it; null: numbers and words only
     */
    String json(Viewer viewer) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("live", live());
        all.put("questions", questions);
        all.put("releases", releases.stream().map(PageBody::release).toList());
        if (viewer != null) {
            all.put("html", content(viewer).render());
        }
        try {
            return Json.MAPPER.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values are no JSON", e);
        }
    }

    private static Map<String, Object> release(ReleaseView view) {
        Map<String, Object> release = new LinkedHashMap<>();
        release.put("id", view.id());
        release.put("release", view.picture().release());
        release.put("app", view.app());
        release.put("namespace", view.picture().namespace());
        release.put("image", view.picture().image());
        release.put("step", view.step());
        release.put("begun", view.begun().toString());
        release.put("course", view.course());
        release.put("title", view.title());
        release.put("state", view.words());
        release.put("clusters", view.picture().clusters());
        return release;
    }

    /** Tells one answer from another: the strong form of an HTTP entity tag. */
    static String tag(String content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return '"' + HexFormat.of().formatHex(hash, 0, 12) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
