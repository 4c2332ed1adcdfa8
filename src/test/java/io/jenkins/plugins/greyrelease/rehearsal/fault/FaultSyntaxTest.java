package io.jenkins.plugins.greyrelease.rehearsal.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec.Answer;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec.At;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec.AtBatch;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec.Broken;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec.EditKind;
import io.jenkins.plugins.greyrelease.rehearsal.fault.FaultSpec.When;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultSyntaxTest {
    private static final List<String> CLUSTERS = List.of("gd9-a", "gd9-b");
    private static final When SECOND = new When(new AtBatch(2), Optional.empty(), Optional.empty());

    private static FaultSpec parse(String text) {
        return FaultSyntax.parse(List.of(text), CLUSTERS).get(0);
    }

    @Test
    void readsEveryKindOfFault() {
        assertThat(parse("broken-image"))
                .isEqualTo(new FaultSpec.BrokenImage(Broken.NEVER_READY, Duration.ZERO, When.ALWAYS));
        assertThat(parse("broken-image:never-pulls"))
                .isEqualTo(new FaultSpec.BrokenImage(Broken.NEVER_PULLS, Duration.ZERO, When.ALWAYS));
        assertThat(parse("broken-image:crashes-after=2m"))
                .isEqualTo(new FaultSpec.BrokenImage(Broken.CRASHES, Duration.ofMinutes(2), When.ALWAYS));
        assertThat(parse("slow-start=60s")).isEqualTo(new FaultSpec.SlowStart(Duration.ofMinutes(1), When.ALWAYS));
        assertThat(parse("node-loss")).isEqualTo(new FaultSpec.NodeLoss(1, SECOND));
        assertThat(parse("slow-api=500ms")).isEqualTo(new FaultSpec.SlowApi(Duration.ofMillis(500), When.ALWAYS));
        assertThat(parse("errors=429")).isEqualTo(new FaultSpec.ApiErrors(Answer.TOO_MANY_REQUESTS, 0.2, When.ALWAYS));
        assertThat(parse("errors=timeout:30%")).isEqualTo(new FaultSpec.ApiErrors(Answer.TIMEOUT, 0.3, When.ALWAYS));
        assertThat(parse("operator=pause+5m"))
                .isEqualTo(new FaultSpec.Operate(
                        FaultSpec.Order.PAUSE,
                        new When(new AtBatch(2), Optional.of(Duration.ofMinutes(5)), Optional.empty())));
        assertThat(parse("operator=promote@10m").says()).isEqualTo("an operator: promote");
        assertThat(parse("quota=pods:12")).isEqualTo(new FaultSpec.Quota(12, When.ALWAYS));
        assertThat(parse("edit=scale=5")).isEqualTo(new FaultSpec.Edit(EditKind.SCALE, 5, SECOND));
        assertThat(parse("edit=delete-canary")).isEqualTo(new FaultSpec.Edit(EditKind.DELETE_CANARY, 0, SECOND));
        assertThat(parse("load=x3")).isEqualTo(new FaultSpec.LoadSpike(3, SECOND));
    }

    @Test
    void readsWhereWhenAndHowLong() {
        assertThat(parse("cluster-down=gd9-b@batch:3+5m"))
                .isEqualTo(new FaultSpec.ClusterDown(
                        new When(new AtBatch(3), Optional.of(Duration.ofMinutes(5)), Optional.of("gd9-b"))));
        assertThat(parse("node-loss=2/gd9-a@90s"))
                .isEqualTo(new FaultSpec.NodeLoss(
                        2, new When(new At(Duration.ofSeconds(90)), Optional.empty(), Optional.of("gd9-a"))));
        assertThat(parse("load=x0.5@10m+1h").when().lasting()).contains(Duration.ofHours(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "brokn-image|unknown fault 'brokn-image'; did you mean 'broken-image'?",
                "broken-image:never-pull|did you mean ':never-pulls'?",
                "slow-start|needs a value: slow-start=60s",
                "slow-start=soon|'soon' is not a duration such as 500ms, 30s, 5m or 1h",
                "cluster-down=gd9-c|there is no cluster 'gd9-c'; did you mean 'gd9-a'?; there are gd9-a, gd9-b",
                "cluster-down=gd9-a/gd9-b|names its cluster already",
                "errors=418|errors are 409, 429, 500 or timeout, not '418'",
                "errors=429:150%|'150%' is not a share of the calls",
                "quota=12|needs a number of pods: quota=pods:12",
                "edit=scle=4|unknown edit 'scle'; did you mean 'scale'?",
                "edit=scale|needs a number: edit=scale=5",
                "edit=pause=4|takes no value: edit=pause",
                "load=3|needs a factor: load=x3",
                "node-loss=0|'0' is not a whole number from 1 on",
                "node-loss@batch:0|wanted is batch: and a number from 1",
                "NODE LOSS|is not a fault"
            })
    void saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(BadArgumentsException.class)
                .hasMessageContaining("--fault: '" + text + "'")
                .hasMessageContaining(message)
                .hasMessageContaining("cluster-down=NAME");
    }

    @Test
    void allThatIsWrongIsSaidAtOnceWithTheGrammarOnce() {
        assertThatThrownBy(() -> FaultSyntax.parse(List.of("slow", "load=x3", "quota"), CLUSTERS))
                .isInstanceOfSatisfying(BadArgumentsException.class, e -> assertThat(e.problems())
                        .hasSize(2)
                        .last()
                        .asString()
                        .contains(FaultSyntax.GRAMMAR.lines().findFirst().orElseThrow()));
    }

    @Test
    void everyExampleOfTheGrammarCanBeRead() {
        for (String text : List.of(
                "broken-image:crashes-after=2m",
                "slow-start=60s",
                "node-loss=2",
                "slow-api=500ms",
                "errors=timeout:30%",
                "quota=pods:12",
                "edit=hpa-max=5",
                "load=x3")) {
            assertThat(FaultSyntax.GRAMMAR).contains(text.split("[=:]")[0]);
            assertThat(parse(text).says()).isNotBlank();
        }
    }
}
