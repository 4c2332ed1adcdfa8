package io.jenkins.plugins.greyrelease.jenkins.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ReplyTest {

    @Test
    void whatIsDoneIsSaid() throws Exception {
        Reply reply = Reply.of(CompletableFuture.completedFuture("cart stands still"), Duration.ofSeconds(1));
        assertThat(reply).isEqualTo(new Reply(200, "cart stands still"));
        assertThat(reply.good()).isTrue();
    }

    @Test
    void aRefusalIsAConflictWithItsReason() throws Exception {
        Reply reply = Reply.of(
                CompletableFuture.failedFuture(new IllegalStateException("it goes back")), Duration.ofSeconds(1));
        assertThat(reply).isEqualTo(new Reply(409, "it goes back"));
        assertThat(reply.good()).isFalse();
    }

    @Test
    void nobodyWaitsForALongAnswer() throws Exception {
        Reply reply = Reply.of(new CompletableFuture<>(), Duration.ofMillis(1));
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.good()).isTrue();
        assertThat(reply.message()).contains("shows what comes of it");
    }
}
