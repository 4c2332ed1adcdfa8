package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.image.build.Labels;
import io.jenkins.plugins.greyrelease.image.build.Names;
import io.jenkins.plugins.greyrelease.image.build.Origin;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What the steps that build images read alike. */
final class ImageArguments {
    private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}");
    private static final Pattern REPOSITORY =
            Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
    private static final Pattern REGISTRY =
            Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._:-]{0,253})(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");

    private final ArgumentReader reader;

    ImageArguments(ArgumentReader reader) {
        this.reader = reader;
    }

    /** A tag. */
    String tag() {
        return reader.text(
                "tag",
                "",
                TAG,
                "must be a tag: letters, digits, '_', '.' and '-', at most 128, not beginning with '.' or '-'");
    }

    /** Part of the path in a registry. */
    String repository(String name) {
        return reader.text(
                name,
                "",
                REPOSITORY,
                "must be lower-case letters and digits, with '.', '_', '-' between them and '/' between parts");
    }

    /** Where images go. */
    Optional<String> registry() {
        return given(reader.text(
                "registry",
                "",
                REGISTRY,
                "must be the name of a registry, with a project behind a slash if it needs one"));
    }

    /** A path in the workspace; empty if it was not given. */
    Optional<String> inside(String name) {
        Optional<String> path = reader.text(name);
        path.filter(text -> !Names.isInside(text))
                .ifPresent(text -> reader.bad(name, "must be a path in the workspace, relative and without '..'"));
        return path.map(text -> text.replaceFirst("/+$", ""));
    }

    /** A path in the image; empty if it was not given. */
    Optional<String> absolute(String name) {
        Optional<String> path = reader.text(name);
        path.filter(text -> !Names.isAbsolute(text)).ifPresent(text -> reader.bad(name, Names.ABSOLUTE));
        return path;
    }

    /** What it is built from. */
    Origin origin() {
        return new Origin(reader.text("source"), reader.text("revision"), created());
    }

    private Instant created() {
        Optional<String> text = reader.text("created");
        if (text.isEmpty()) {
            return Instant.EPOCH;
        }
        try {
            return text.get().matches("\\d{1,11}")
                    ? Instant.ofEpochSecond(Long.parseLong(text.get()))
                    : OffsetDateTime.parse(text.get()).toInstant();
        } catch (DateTimeException e) {
            reader.bad(
                    "created",
                    "must be a time such as 2026-05-04T10:00:00+02:00 (git log -1 --format=%cI), or seconds");
            return Instant.EPOCH;
        }
    }

    /** Labels, each {@code key=value}. */
    SortedMap<String, String> labels() {
        SortedMap<String, String> labels = new TreeMap<>();
        for (String text : reader.texts("labels")) {
            int equals = text.indexOf('=');
            String key = text.substring(0, Math.max(equals, 0)).strip();
            if (key.isEmpty()) {
                reader.bad("labels", "'" + text + "' must be key=value");
            } else if (Labels.isOurs(key)) {
                reader.bad(
                        "labels", "'" + key + "' is written by the build itself; see 'source', 'revision', 'created'");
            } else if (labels.put(key, text.substring(equals + 1).strip()) != null) {
                reader.bad("labels", "'" + key + "' is there twice");
            }
        }
        return labels;
    }

    private static Optional<String> given(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
