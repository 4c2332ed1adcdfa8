package io.jenkins.plugins.greyrelease.picture;

import static j2html.TagCreator.span;
import static j2html.TagCreator.tag;

import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The signs above a chart: batches in one lane, people and checks in the next, trouble in the third. */
public final class MarkLanes {
    /** Signs closer than this (percent of the width) are drawn as one. */
    private static final double TOO_CLOSE = 3;
    /** Pixels of a sign with one letter, and of each more. */
    private static final int WIDTH = 19;

    private static final int LETTER = 8;

    private static final Pattern FIRST_NUMBER = Pattern.compile("\\d+");

    private final TimeAxis axis;
    private final List<Mark> marks;

    MarkLanes(TimeAxis axis, List<Mark> marks) {
        this.axis = axis;
        this.marks = marks;
    }

    /** How a mark looks: a class of the style sheet. */
    static String tone(Mark.Kind kind) {
        return switch (kind) {
            case RELEASE, BATCH -> "tone-batch";
            case APPROVAL, CHECK, RESUME, THAW, HANDOVER -> "tone-good";
            case FAULT, CHECK_FAILED, ROLLBACK -> "tone-bad";
            case PAUSE, FREEZE -> "tone-warn";
            case NOTE -> "tone-note";
        };
    }

    /** One or two characters; the words are in the title and in the list of events. */
    static String sign(Mark mark) {
        return switch (mark.kind()) {
            case BATCH -> {
                Matcher number = FIRST_NUMBER.matcher(mark.text());
                yield number.find() ? number.group() : "B";
            }
            case RELEASE -> "▷";
            case APPROVAL -> "A";
            case CHECK -> "✓";
            case CHECK_FAILED -> "✕";
            case FAULT -> "!";
            case PAUSE -> "‖";
            case RESUME -> "▸";
            case ROLLBACK -> "↩";
            case HANDOVER -> "⇄";
            case FREEZE -> "❄";
            case THAW -> "☀";
            case NOTE -> "i";
        };
    }

    /** The sign of a mark in a line of text. */
    public static ContainerTag<?> badge(Mark mark) {
        return span(sign(mark)).withClass("grey-sign " + tone(mark.kind()));
    }

    /** One drawing a lane; lanes without signs are left out. */
    List<DomContent> lanes() {
        return List.of(0, 1, 2).stream()
                .map(this::signs)
                .filter(signs -> !signs.isEmpty())
                .map(signs -> (DomContent) tag("svg").attr("class", "lane").with(signs))
                .toList();
    }

    private static int lane(Mark.Kind kind) {
        return switch (kind) {
            case RELEASE, BATCH -> 0;
            case APPROVAL, CHECK, CHECK_FAILED, HANDOVER -> 1;
            case FAULT, PAUSE, RESUME, ROLLBACK, FREEZE, THAW, NOTE -> 2;
        };
    }

    private List<DomContent> signs(int lane) {
        List<List<Mark>> groups = new ArrayList<>();
        double last = -TOO_CLOSE;
        for (Mark mark : marks) {
            if (lane(mark.kind()) != lane) {
                continue;
            }
            double at = axis.percent(mark.at());
            if (at - last < TOO_CLOSE) {
                groups.get(groups.size() - 1).add(mark);
            } else {
                groups.add(new ArrayList<>(List.of(mark)));
                last = at;
            }
        }
        return groups.stream().map(this::sign).toList();
    }

    /** Of several at one place the most troubling one shows, else what follows from the release's begin. */
    private DomContent sign(List<Mark> group) {
        Mark shown = group.stream()
                .filter(mark -> tone(mark.kind()).equals("tone-bad"))
                .findFirst()
                .or(() -> group.stream()
                        .filter(mark -> mark.kind() != Mark.Kind.RELEASE)
                        .findFirst())
                .orElse(group.get(0));
        String words = group.stream()
                .map(mark -> Times.clock(mark.at()) + " " + mark.kind().title() + ": " + mark.text())
                .collect(Collectors.joining("\n"));
        String text = sign(shown) + (group.size() > 1 ? "+" : "");
        int width = WIDTH + LETTER * (text.codePointCount(0, text.length()) - 1);
        return tag("svg")
                .attr("x", Svg.percent(axis.percent(group.get(0).at())))
                .attr("class", "sign " + tone(shown.kind()))
                .with(
                        tag("title").withText(words),
                        tag("rect")
                                .attr("x", Double.toString(-width / 2.0))
                                .attr("y", "1.5")
                                .attr("width", Integer.toString(width))
                                .attr("height", Integer.toString(WIDTH))
                                .attr("rx", "4"),
                        tag("text").attr("x", "0").attr("y", "11").withText(text));
    }
}
