package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rehearsals of autoscalers, and what {@code --load} makes of them. */
class AutoscaledRehearsalTest {
    @TempDir
    private Path dir;

    private Shell shell;

    @BeforeEach
    void open() {
        shell = new Shell(dir);
    }

    private String pipeline(String policy) throws IOException {
        return shell.file("Jenkinsfile", """
                hpaPolicy(app: 'cart', namespace: 'shop', clusters: ['gd9-a'], min: 5, max: 30, %s)
                sleep 600
                """.formatted(policy));
    }

    /** The numbers of pods wanted, one after the other. */
    private List<String> wanted() throws IOException {
        return shell.read("trace.txt")
                .lines()
                .filter(line -> line.contains(" pods gd9-a cart "))
                .map(line -> line.replaceFirst(".* desired ", ""))
                .distinct()
                .toList();
    }

    @Test
    void anAutoscalerThatThePipelineWritesHoldsTheNumberUnderSteadyLoad() throws IOException {
        for (String policy : List.of("cpu: '60%'", "cpu: '150m', metrics: ['external:queue=30']")) {
            int code = shell.rehearse(pipeline(policy));

            assertThat(code).as(shell.err()).isEqualTo(ExitCodes.OK);
            assertThat(shell.out()).contains("made up 10 pods", "[gd9-a] autoscaler of cart changes");
            assertThat(wanted()).as(policy).containsExactly("10");
        }
    }

    @Test
    void itFollowsALoadOfOnesOwnAndTheReportTellsThatPodsHadToStart() throws IOException {
        String load = shell.file("load.csv", "0,cart,600\n3m,cart,600\n4m,cart,1200\n");
        int code = shell.rehearse(pipeline("cpu: '60%'"), "--load", load);

        assertThat(code).as(shell.err()).isEqualTo(ExitCodes.OK);
        assertThat(wanted()).startsWith("10").endsWith("20");
        assertThat(shell.out())
                .contains("cart was asked for more pods and had to start them: in gd9-a")
                .doesNotContain("fell below");
    }

    @Test
    void aLoadOfAnAppThatIsNowhereIsRefused() throws IOException {
        int code = shell.rehearse(pipeline("cpu: '60%'"), "--load", shell.file("load.csv", "0,card,600\n"));

        assertThat(code).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(shell.err()).contains("--load", "card", "no cluster has a Deployment of this name");
    }

    @Test
    void aRehearsalAsksNoPrometheusButItsLoad() throws IOException {
        String config = shell.file("autoscale.yaml", """
                prometheus: http://127.0.0.1:1
                apps:
                  - {app: cart, namespace: shop, min: 2, max: 30, policies: [{query: up, target: 5}]}
                """);
        String jenkinsfile = shell.file("Jenkinsfile", """
                canaryBatch(app: 'cart', namespace: 'shop', image: 'r.example/cart:2', clusters: ['gd9-a'],
                    batches: ['rest']) { echo 'looks well' }
                """);
        int code = shell.rehearse(jenkinsfile, "--autoscale", config);

        assertThat(code).as(shell.err()).isEqualTo(ExitCodes.OK);
        assertThat(shell.read("trace.txt")).contains("query unknown (a rehearsal asks no Prometheus;");

        String load = shell.file("load.csv", "0,cart,90,query\n");
        assertThat(shell.rehearse(jenkinsfile, "--autoscale", config, "--load", load))
                .isEqualTo(ExitCodes.OK);
        assertThat(shell.read("trace.txt")).contains("10 -> 18 pods at once: query 90 of 5 a pod = 18");
    }
}
