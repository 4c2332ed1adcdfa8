package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate.Decision;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.InputGate.Question;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Position;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Leaving leaving = new Leaving(Duration.ZERO);

    private Terminal typed(String lines) {
        return new Terminal(
                new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
                said::add,
                "ann",
                Runnable::run,
                leaving);
    }

    private static Decision asked(Terminal terminal, String message, String of) throws Exception {
        CompletableFuture<Decision> answer = new CompletableFuture<>();
        terminal.ask(
                new Question("1", message, of, Map.of("TAG", "2"), new Position("Jenkinsfile", 1, 1)),
                answer::complete);
        return answer.get(10, TimeUnit.SECONDS);
    }

    @Test
    void eachQuestionTakesTheNextLineInTheNameOfWhoeverSitsThere() throws Exception {
        Terminal terminal = typed("yes\nno\n");
        assertThat(asked(terminal, "Go?", "ops")).isEqualTo(Decision.yes("ann", Map.of("TAG", "2")));
        assertThat(asked(terminal, "And on?", "")).isEqualTo(Decision.no("ann"));
        assertThat(said).containsExactly("Go? (asked of ops) [y/n]", "And on? [y/n]");
    }

    @Test
    void noMoreInputIsANo() throws Exception {
        assertThat(asked(typed(""), "Go?", "").proceed()).isFalse();
        assertThat(said).contains("(no more input: no)");
    }

    @Test
    void aTerminalThatWasClosedGivesNoAnswerAtAll() throws Exception {
        leaving.now();
        CompletableFuture<Thread> reader = new CompletableFuture<>();
        InputStream closed = new InputStream() {
            @Override
            public int read() {
                reader.complete(Thread.currentThread());
                return -1;
            }
        };
        CompletableFuture<Decision> answer = new CompletableFuture<>();
        new Terminal(closed, said::add, "ann", Runnable::run, leaving)
                .ask(new Question("1", "Go?", "", Map.of(), new Position("Jenkinsfile", 1, 1)), answer::complete);

        reader.get(10, TimeUnit.SECONDS).join();
        assertThat(answer).isNotDone();
        assertThat(said).containsExactly("Go? [y/n]");
    }
}
