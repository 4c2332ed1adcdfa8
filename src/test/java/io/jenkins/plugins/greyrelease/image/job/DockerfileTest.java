package io.jenkins.plugins.greyrelease.image.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.image.ImageRef;
import io.jenkins.plugins.greyrelease.image.build.BuildFailure;
import org.junit.jupiter.api.Test;

/** What is known of a Dockerfile before it is built. */
class DockerfileTest {

    @Test
    void theBaseIsThatOfTheLastStageThroughAllThatItStandsOn() {
        Dockerfile file = read("""
                ARG PHP=8.3
                FROM --platform=$BUILDPLATFORM golang:1.25 AS tools
                RUN go build
                FROM php:${PHP}-apache as common
                COPY --from=tools /a /b
                FROM common
                COPY --from=0 /c /d
                """);
        assertThat(file.base()).contains(ImageRef.of("php:8.3-apache"));
        assertThat(file.images().keySet()).containsExactly("golang:1.25", "php:8.3-apache");
        assertThat(file.hosts()).containsExactly("docker.io");
    }

    @Test
    void imagesThatFilesAreTakenFromCountToo() {
        Dockerfile file = read("""
                FROM scratch
                COPY --chown=1 --from=harbor.example/tools/jre:17 /opt /opt
                RUN --mount=type=bind,from=busybox,target=/x cp /x/a /b
                """);
        assertThat(file.base()).isEmpty();
        assertThat(file.images().keySet()).containsExactly("harbor.example/tools/jre:17", "busybox");
    }

    @Test
    void argumentsHaveTheirDefaults() {
        Dockerfile file = read("""
                ARG REGISTRY="harbor.example"
                ARG NAME TAG=1
                FROM $REGISTRY/${NAME:-base}/x:${TAG:+v}$TAG
                """);
        assertThat(file.images().keySet()).containsExactly("harbor.example/base/x:v1");
    }

    @Test
    void linesGoOnAndTextsOfScriptsAreNoInstructions() {
        Dockerfile file = read("""
                FROM \\
                # which one
                  alpine:3
                RUN <<EOF
                FROM nowhere
                EOF
                RUN echo a; \\
                    FROM b
                """);
        assertThat(file.images().keySet()).containsExactly("alpine:3");
    }

    @Test
    void anotherEscapeCharacterIsKnown() {
        assertThat(read("# escape=`\nFROM `\n  alpine:3\nCOPY a C:\\\nRUN x\n").images())
                .containsKey("alpine:3");
    }

    @Test
    void nobodyElseReadsTheFile() {
        Dockerfile file = read("# syntax=docker/dockerfile:1\nFROM alpine:3\n");
        assertThat(file.text())
                .doesNotContain("\n# syntax")
                .startsWith("# left out: # syntax=docker/dockerfile:1\nFROM");
        assertThat(file.remarks()).singleElement().asString().contains("web/Dockerfile, line 1", "left out");
        assertThat(read("FROM alpine:3\n# syntax=x\n").remarks()).isEmpty();
    }

    @Test
    void everythingThatIsWrongWithItsImagesIsSaidWithItsLine() {
        assertThatThrownBy(() -> read("ARG BASE\nFROM $BASE\nFROM Alpine:3:4\nCOPY --from=a:b:c /x /y\n"))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContainingAll(
                        "web/Dockerfile, line 2",
                        "default",
                        "web/Dockerfile, line 3",
                        "web/Dockerfile, line 4",
                        "no repository");
        assertThatThrownBy(() -> read("RUN a\n")).hasMessageContaining("no FROM");
    }

    private static Dockerfile read(String text) {
        return Dockerfile.read("web/Dockerfile", text);
    }
}
