package io.jenkins.plugins.greyrelease.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.kube.ClusterSpec;
import io.jenkins.plugins.greyrelease.kube.FleetReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReleaseScopeTest {
    private static final List<ClusterSpec> FLEET =
            FleetReader.read("fleet.yaml", """
                    clusters:
                      - {name: gd9-a, idc: gd9, labels: {stage: prod}}
                      - {name: gd9-t, idc: gd9, labels: {stage: test}}
                    """).clusters();

    private static List<String> problems(String namespace, ReleaseScope... scopes) {
        return ReleaseScope.problems("shop", List.of(scopes), namespace, FLEET);
    }

    @Test
    void allowsWhatOneOfTheRulesAllows() {
        assertThat(problems(
                        "web",
                        new ReleaseScope(List.of("gd9-a"), List.of("shop", "web")),
                        new ReleaseScope(List.of("stage:test"), List.of())))
                .isEmpty();
        assertThat(problems("any", new ReleaseScope(List.of(), List.of()))).isEmpty();
        assertThat(problems("web", new ReleaseScope(List.of("idc:gd9"), List.of("web"))))
                .isEmpty();
    }

    @Test
    void namesFolderClusterAndWhatIsAllowedForEachClusterThatIsNot() {
        assertThat(problems(
                        "web",
                        new ReleaseScope(List.of("stage:test"), List.of()),
                        new ReleaseScope(List.of(), List.of("shop", "pay"))))
                .containsExactly("folder 'shop' allows no release to cluster 'gd9-a' in namespace 'web'; it allows"
                        + " stage:test in every namespace; every cluster in namespace shop, pay");
        assertThat(problems("web", new ReleaseScope(List.of("gd9"), List.of()))).hasSize(2);
    }

    @Test
    void aFolderWithoutRulesAllowsNothing() {
        assertThat(problems("web"))
                .hasSize(2)
                .first()
                .asString()
                .isEqualTo(
                        "folder 'shop' allows no release to cluster 'gd9-a' in namespace 'web'; it allows none at all");
    }
}
