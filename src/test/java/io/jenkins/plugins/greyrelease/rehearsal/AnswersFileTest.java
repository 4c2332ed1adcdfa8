package io.jenkins.plugins.greyrelease.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnswersFileTest {

    @Test
    void theFirstEntryThatFitsAnswersAsOftenAsItMay() {
        AnswersFile answers = AnswersFile.read("rehearsal.yaml", """
                answers:
                  - {step: sh, match: 'curl .*health', exitCode: 1, output: busy, times: 1}
                  - {match: curl, output: ok, duration: 20s}
                """);
        assertThat(answers.find("sh", "curl -f http://cart/health"))
                .isEqualTo(new Answer(1, "busy", Duration.ZERO, null, "rehearsal.yaml: answers[0]", false));
        assertThat(answers.find("sh", "curl -f http://cart/health").output()).isEqualTo("ok");
        assertThat(answers.find("bat", "curl x").duration()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void whatNobodyAnswersIsAssumed() {
        assertThat(AnswersFile.read("rehearsal.yaml", "answers: []").find("sh", "make"))
                .isEqualTo(Answer.ASSUMED);
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceWithItsLine() {
        assertThatThrownBy(() -> AnswersFile.read("rehearsal.yaml", """
                        answers:
                          - {match: '(', exitcode: 1}
                          - {match: x, duration: soon}
                        """))
                .isInstanceOf(BadArgumentsException.class)
                .hasMessageContaining("rehearsal.yaml:2: answers[0].match: is no regular expression")
                .hasMessageContaining("unknown key 'exitcode'; did you mean 'exitCode'?")
                .hasMessageContaining("rehearsal.yaml:3: answers[1].duration: 'soon' is not a duration");
    }
}
