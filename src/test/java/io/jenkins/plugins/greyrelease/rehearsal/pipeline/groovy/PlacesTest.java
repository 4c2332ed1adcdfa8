package io.jenkins.plugins.greyrelease.rehearsal.pipeline.groovy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Position;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private static StackTraceElement at(String file, int line) {
        return new StackTraceElement("C", "m", file, line);
    }

    @Test
    void carriesTheColumnInTheLineNumber() {
        assertThat(Places.encode(3, 7)).isEqualTo(7340035);
        assertThat(Places.encode(-1, 7)).isEqualTo(-1);
    }

    @Test
    void findsTheInnermostPlaceInASourceOfOurs() {
        Places places = new Places();
        places.show("WorkflowScript", "Jenkinsfile");

        assertThat(places.innermost(List.of(
                        at("Thread.java", 5),
                        at("WorkflowScript", -1),
                        at("WorkflowScript", Places.encode(3, 7)),
                        at("WorkflowScript", Places.encode(1, 1)))))
                .contains(new Position("Jenkinsfile", 3, 7));
        assertThat(places.innermost(List.of(at("Other", 3)))).isEmpty();
    }

    @Test
    void keepsTheLineOfAVeryLongLine() {
        Places places = new Places();
        places.show("f", "f");

        assertThat(places.innermost(List.of(at("f", Places.encode(9, 5000))))).contains(new Position("f", 9, 2047));
    }
}
