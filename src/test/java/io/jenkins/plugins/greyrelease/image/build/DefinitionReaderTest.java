package io.jenkins.plugins.greyrelease.image.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.image.Platform;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder.Kind;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder.Mode;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefinitionReaderTest {

    @Test
    void aWholeDefinitionIsRead() {
        BaseDefinition definition = DefinitionReader.read("bases/tomcat", """
                from: docker.io/library/tomcat:10.1-jre17
                platforms: [linux/amd64, linux/arm64]
                into: /usr/local/tomcat/webapps/ROOT
                environment: {JAVA_OPTS: -XX:MaxRAMPercentage=75, TZ: UTC}
                user: "1000:1000"
                labels: {maintainer: platform}
                entrypoint: [/opt/start.sh, run]
                command: [--fast]
                workdir: /usr/local/tomcat
                ports: [8080, 8081/udp]
                files:
                  - {from: start.sh, to: /opt/start.sh, executable: true}
                layers:
                  - name: agents
                    files:
                      - {from: agents, to: /opt/agents, executable: false}
                """);
        assertThat(definition.from()).isEqualTo("docker.io/library/tomcat:10.1-jre17");
        assertThat(definition.platforms()).containsExactly(Platform.of("linux/amd64"), Platform.of("linux/arm64"));
        assertThat(definition.into()).contains("/usr/local/tomcat/webapps/ROOT");
        assertThat(definition.layers())
                .isEqualTo(new LayerOrder(
                        "bases/tomcat",
                        List.of(
                                new Part("files", Kind.FILES, "start.sh", "/opt/start.sh", Mode.RUNNABLE),
                                new Part("agents", Kind.FILES, "agents", "/opt/agents", Mode.PLAIN)),
                        List.of()));
        BaseDefinition.Settings settings = definition.settings();
        assertThat(settings.environment()).isEqualTo(Map.of("JAVA_OPTS", "-XX:MaxRAMPercentage=75", "TZ", "UTC"));
        assertThat(settings.user()).contains("1000:1000");
        assertThat(settings.entrypoint()).containsExactly("/opt/start.sh", "run");
        assertThat(settings.command()).containsExactly("--fast");
        assertThat(settings.workdir()).contains("/usr/local/tomcat");
        assertThat(settings.ports()).containsExactly("8080", "8081/udp");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceWithItsLine() {
        assertThatThrownBy(() -> DefinitionReader.read("bases/php", """
                from: PHP:8
                platform: linux/amd64
                platforms: [linux]
                into: webapps
                environment: {1X: a}
                labels: {org.opencontainers.image.base.digest: mine}
                ports: [80800]
                workdir: /srv/../etc
                files:
                  - {from: ../secret, to: etc/php}
                layers:
                  - name: empty
                """))
                .hasMessageContainingAll(
                        "bases/php/image.yaml:1",
                        "from: '",
                        "bases/php/image.yaml:2",
                        "platform",
                        "did you mean",
                        "bases/php/image.yaml:3",
                        "'linux' is no platform",
                        "bases/php/image.yaml:4",
                        "into: 'webapps'",
                        "environment: '1X'",
                        "written by the build itself",
                        "'80800'",
                        "workdir: '/srv/../etc'",
                        "files[0].from: '../secret'",
                        "files[0].to: 'etc/php'",
                        "layers[0].files: at least one");
    }

    @Test
    void theExampleIsRight() throws IOException {
        String folder = "examples/images/java";
        BaseDefinition example =
                DefinitionReader.read(folder, Files.readString(Path.of(folder, DefinitionReader.FILE)));
        assertThat(example.layers().parts()).isNotEmpty().allMatch(part -> Files.exists(Path.of(folder, part.from())));
    }

    @Test
    void aBaseCanBeNoImageAtAll() {
        assertThat(DefinitionReader.read("", "from: scratch").from()).isEqualTo(BaseDefinition.SCRATCH);
    }
}
