package io.jenkins.plugins.greyrelease.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.kube.ClusterSpec.Simulate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SelectionTest {

    private static final List<ClusterSpec> FLEET = List.of(
            cluster("gd9-a", "gd9", "prod"),
            cluster("gd9-b", "gd9", "prod"),
            cluster("sh2-a", "sh2", "prod"),
            cluster("lab", "sh2", "test"));

    private static ClusterSpec cluster(String name, String idc, String stage) {
        return new ClusterSpec(
                name, idc, new TreeMap<>(Map.of("stage", stage)), List.of(), Optional.empty(), Simulate.DEFAULT);
    }

    private static List<String> select(String... wanted) {
        return Selection.of(FLEET, List.of(wanted)).stream()
                .map(ClusterSpec::name)
                .toList();
    }

    @Test
    void takesNamesInTheOrderGiven() {
        assertThat(select("sh2-a", "gd9-a")).containsExactly("sh2-a", "gd9-a");
        assertThat(select()).containsExactly("gd9-a", "gd9-b", "sh2-a", "lab");
    }

    @Test
    void aLabelAddsWhatIsNotSelectedYet() {
        assertThat(select("idc:gd9")).containsExactly("gd9-a", "gd9-b");
        assertThat(select("sh2-a", "stage:prod")).containsExactly("sh2-a", "gd9-a", "gd9-b");
    }

    @Test
    void saysAllUnknownNamesWithTheNearest() {
        assertThatThrownBy(() -> select("gd9-aa", "idc:gd8", "gd9-a", "gd9-a"))
                .hasMessageContaining("fleet: 3 problems")
                .hasMessageContaining("'gd9-aa': is no cluster of the fleet; did you mean 'gd9-a'? (known: gd9-a,")
                .hasMessageContaining("'idc:gd8': selects no cluster of the fleet; did you mean 'idc:gd9'?")
                .hasMessageContaining("'gd9-a': is named twice; name each cluster once");
        assertThatThrownBy(() -> select("idc:gd9", "gd9-a")).hasMessageContaining("selected already by a label");
    }
}
