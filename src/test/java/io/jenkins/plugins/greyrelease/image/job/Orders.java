package io.jenkins.plugins.greyrelease.image.job;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.BuildsSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An order to build something. */
final class Orders {
    static final BuildsSpec WHERE = new BuildsSpec(
            "build-a",
            "image-builds",
            "harbor.example/tools/buildkit:rootless",
            Optional.of("pull"),
            "linux/amd64",
            "2",
            "4Gi",
            Duration.ofMinutes(30));

    private Orders() {}

    static BuildOrder order(String run, byte[] context) {
        return order(run, context, WHERE);
    }

    static BuildOrder order(String run, byte[] context, BuildsSpec where) {
        return new BuildOrder(
                run,
                where,
                Dockerfile.read("Dockerfile", "FROM php:8\nCOPY . /srv\n"),
                context,
                ImageRef.of("harbor.example/base/php:8.1"),
                new TreeMap<>(Map.of("a", "plain", "b", "with, \"quotes\"")),
                Instant.ofEpochSecond(1_700_000_000),
                new TreeMap<>(Map.of("php:8", ImageRef.of("docker.io/library/php@sha256:" + "1".repeat(64)))),
                List.of(
                        new BuildOrder.Door(
                                "harbor.example", false, Optional.of("PEM"), new Login.Basic("robot", "geheim")),
                        new BuildOrder.Door("plain.example:5000", true, Optional.empty(), new Login.Bearer("token")),
                        new BuildOrder.Door("docker.io", false, Optional.empty(), new Login.Anonymous())));
    }
}
