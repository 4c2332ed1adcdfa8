package io.jenkins.plugins.greyrelease.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.Patience;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.notify.Notice.Kind;
import io.jenkins.plugins.greyrelease.rehearsal.gate.Sites;
import io.jenkins.plugins.greyrelease.rehearsal.gate.StandInReceiver;
import io.jenkins.plugins.greyrelease.rehearsal.registry.HttpCall;
import io.jenkins.plugins.greyrelease.rehearsal.registry.HttpReply;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CouriersTest {
    private static final String OPS = "https://ops.example";

    private final VirtualTime time = new VirtualTime();
    private final List<String> log = new ArrayList<>();
    private final StandInReceiver receiver = new StandInReceiver("s3cret", time, line -> {});
    /** What it answers in place of the truth, one each. */
    private final Deque<HttpReply> answers = new ArrayDeque<>();

    private final List<HttpCall> calls = new ArrayList<>();
    private final Sites sites = new Sites(time).with(OPS, this::answer).with("https://chat.example", call -> {
        calls.add(call);
        return HttpReply.of(500);
    });
    private List<Destination> destinations = List.of(destination("ops", OPS, () -> "s3cret"));
    private final Couriers couriers = new Couriers(() -> destinations, time, log::add);

    private HttpReply answer(HttpCall call) {
        calls.add(call);
        return answers.isEmpty() ? receiver.handle(call) : answers.poll();
    }

    private Destination destination(String name, String url, Supplier<String> secret, Kind... events) {
        PatientClient client = new PatientClient(sites, time, length -> "h" + "0".repeat(length - 1), Patience.USUAL);
        return new Destination(
                name, URI.create(url + "/hook"), secret, () -> new Login.Bearer("t0ken"), Set.of(events), client);
    }

    private static Notice notice(int number) {
        Notice like = NoticesTest.BATCH;
        return new Notice(
                "n" + number, like.at(), Kind.BATCH_DONE, like.run(), Optional.empty(), List.of(), 0, 0, "", "text");
    }

    private void settle() {
        assertThat(time.runUntil(() -> couriers.idle().isDone(), time.elapsed().plus(Duration.ofDays(2))))
                .isTrue();
    }

    @Test
    void whatHappensArrivesSignedOnceAndInOrder() {
        IntStream.range(0, 20).forEach(i -> couriers.hear(notice(i)));
        couriers.hear(notice(3));
        settle();
        assertThat(receiver.taken())
                .containsExactlyElementsOf(
                        IntStream.range(0, 20).mapToObj(i -> "/hook n" + i).toList());
        assertThat(calls).hasSize(20);
        assertThat(calls.get(0).header("Authorization")).contains("Bearer t0ken");
        assertThat(calls.get(0).header(Delivery.EVENT)).contains("batch-done");
        assertThat(new String(calls.get(0).body(), java.nio.charset.StandardCharsets.UTF_8))
                .doesNotContain("s3cret", "t0ken");
        assertThat(log).isEmpty();
    }

    @Test
    void aReceiverThatIsInTroubleIsTriedAgainAndTheOrderStays() {
        answers.add(HttpReply.of(500));
        answers.add(HttpReply.BROKEN);
        answers.add(HttpReply.of(429).with("Retry-After", "90"));
        IntStream.range(0, 3).forEach(i -> couriers.hear(notice(i)));
        settle();
        assertThat(receiver.taken()).containsExactly("/hook n0", "/hook n1", "/hook n2");
        assertThat(time.elapsed()).isGreaterThan(Duration.ofSeconds(90)).isLessThan(Duration.ofMinutes(3));
        assertThat(couriers.dropped()).containsEntry("ops", 0L);
    }

    @Test
    void aDeadReceiverDelaysNobodyAndWhatItMissedIsCounted() {
        destinations = List.of(
                destination("chat", "https://chat.example", () -> "s3cret"), destination("ops", OPS, () -> "s3cret"));
        int many = Courier.LONGEST_QUEUE + 50;
        IntStream.range(0, many).forEach(i -> {
            couriers.hear(notice(i));
            time.advance(Duration.ofMillis(30));
        });
        time.advance(Duration.ofSeconds(1));
        assertThat(receiver.taken()).hasSize(many).endsWith("/hook n" + (many - 1));
        settle();
        assertThat(couriers.dropped()).containsEntry("chat", (long) many);
        assertThat(log)
                .filteredOn(line -> line.contains("'chat'"))
                .containsExactly(
                        "notification 'chat': send batch-done: 500 Internal Server Error; it was tried again in vain;"
                                + " run the same again later. The event n0 is dropped; so are those that follow, until it is"
                                + " taken again",
                        "notification 'chat': 1000 events wait for it, the oldest are dropped from now on");
    }

    @Test
    void aRefusalIsNotRepeatedAndTheFirstSuccessAfterItIsSaid() {
        answers.add(HttpReply.of(401));
        couriers.hear(notice(1));
        couriers.hear(notice(2));
        settle();
        assertThat(calls).hasSize(2);
        assertThat(receiver.taken()).containsExactly("/hook n2");
        assertThat(log)
                .containsExactly(
                        "notification 'ops': send batch-done: 401 Unauthorized; check the credentials that are configured"
                                + " for notification 'ops'. The event n1 is dropped; so are those that follow, until it is"
                                + " taken again",
                        "notification 'ops' takes events again; 1 were dropped meanwhile");
    }

    @Test
    void onlyWhatIsWantedIsSentAndASecretThatIsMissingIsSaid() {
        destinations = List.of(destination("ops", OPS, () -> "s3cret", Kind.FAILED), destination("pager", OPS, () -> {
            throw new IllegalStateException("there are no credentials 'pager'");
        }));
        couriers.hear(notice(1));
        settle();
        assertThat(receiver.taken()).isEmpty();
        assertThat(log).singleElement().asString().contains("'pager'", "there are no credentials 'pager'");
    }

    @Test
    void oneThatIsSignedOtherwiseOrTooOldIsRefusedByTheReceiver() {
        destinations = List.of(destination("ops", OPS, () -> "another"));
        couriers.hear(notice(1));
        settle();
        assertThat(receiver.refused()).isEqualTo(1);
        destinations = List.of(destination("ops", OPS, () -> "s3cret"));
        couriers.hear(notice(2));
        settle();
        HttpCall taken = calls.get(1);
        assertThat(receiver.handle(taken).status()).isEqualTo(204);
        time.advance(Duration.ofMinutes(16));
        assertThat(receiver.handle(taken).status()).isEqualTo(403);
        assertThat(receiver.taken()).containsExactly("/hook n2");
    }
}
