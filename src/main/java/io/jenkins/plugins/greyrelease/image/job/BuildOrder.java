package io.jenkins.plugins.greyrelease.image.job;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.image.Digest;
import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.BuildsSpec;
import io.jenkins.plugins.greyrelease.runtime.Redaction;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One image to be built, all of it known: the same order is the same Job, so that a process that was restarted finds the one
 * it began.
 *
 * @param run whose image it is; another run is another Job
 * @param where namespace, builder and its means
 * @param context a {@code tar.gz} of the files that the Dockerfile may copy
 * @param target where the image goes, with the tag that it will get
 * @param labels of the image
 * @param created when it counts as created
 * @param pins the images that the Dockerfile names, each with its digest now
 * @param doors the registries it has to do with
 */
record BuildOrder(
        String run,
        BuildsSpec where,
        Dockerfile dockerfile,
        byte[] context,
        ImageRef target,
        SortedMap<String, String> labels,
        Instant created,
        SortedMap<String, ImageRef> pins,
        List<Door> doors) {
    private static final int ID = 20;

    /**
     * The way to a registry.
     *
     * @param host as image references name it
     * @param plain whether it speaks HTTP without TLS
     * @param authority certificate in PEM form; empty: those that the builder's image brings
     */
    record Door(String host, boolean plain, Optional<String> authority, Login login) {}

    BuildOrder {
        labels = new TreeMap<>(labels);
        pins = new TreeMap<>(pins);
        doors = List.copyOf(doors);
    }

    /** Takes the credentials of the registries out of what is shown. */
    Redaction redaction() {
        return Redaction.of(
                doors.stream().flatMap(door -> door.login().header().stream()).toList());
    }

    /** The name of the Job. Who one is at the registries has no part in it. */
    String name() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Map<String, String> told = new TreeMap<>(labels);
        pins.forEach((name, image) -> told.put("pin " + name, image.toString()));
        List<String> parts = List.of(
                run,
                where.image(),
                where.platform(),
                dockerfile.text(),
                Digest.sha256(context).toString(),
                target.toString(),
                told.toString(),
                created.toString());
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            all.writeBytes((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            all.writeBytes(bytes);
        }
        return "grey-build-" + Digest.sha256(all.toByteArray()).hex().substring(0, ID);
    }
}
