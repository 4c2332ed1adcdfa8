package io.jenkins.plugins.greyrelease.sonar;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.Scenario;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import io.jenkins.plugins.greyrelease.sonar.Deliveries.Receipt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
    private static final String SECRET = "a secret of both";

    private final VirtualTime time = new VirtualTime();
    private final Deliveries deliveries = new Deliveries(time);
    private final List<String> woken = new ArrayList<>();

    /** A delivery as SonarQube sends it, signed rightly. */
    static Receipt deliver(Deliveries to, Instant at, String project, String task) {
        byte[] body = body(at, project, task);
        return to.receive(SECRET, signature(body), body);
    }

    private static byte[] body(Instant at, String project, String task) {
        String time = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXX")
                .withZone(ZoneOffset.ofHours(8))
                .format(at);
        return ("{\"serverUrl\": \"https://sonar.example\", \"taskId\": \"" + task + "\", \"status\": \"SUCCESS\","
                        + " \"analysedAt\": \"2001-01-01T00:00:00+0000\", \"changedAt\": \"" + time + "\","
                        + " \"project\": {\"key\": \"" + project + "\"}, \"qualityGate\": {\"status\": \"OK\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String signature(byte[] body) {
        return HexFormat.of().formatHex(Deliveries.hmac(SECRET, body));
    }

    private void listen(String project, String task) {
        deliveries.listen(
                new Analysis(
                        project,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(task).filter(t -> !t.isEmpty())),
                () -> woken.add(project + task));
    }

    @Test
    void aSignatureIsHmacSha256AsRfc4231HasIt() {
        byte[] body = "what do ya want for nothing?".getBytes(StandardCharsets.UTF_8);
        assertThat(HexFormat.of().formatHex(Deliveries.hmac("Jefe", body)))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void whoWaitsForTheProjectOrTheTaskIsWoken() {
        listen("cart", "");
        listen("cart", "T1");
        listen("", "T1");
        listen("cart", "T2");
        listen("shop", "");
        assertThat(deliver(deliveries, time.now(), "cart", "T1")).isEqualTo(Receipt.TAKEN);
        assertThat(woken).containsExactly("cart", "cartT1", "T1");
    }

    @Test
    @Scenario("webhook forged")
    void whatIsNotSignedWithTheSecretWakesNobody() {
        listen("cart", "");
        byte[] body = body(time.now(), "cart", "T1");
        byte[] other = body(time.now(), "cart", "T2");
        assertThat(deliveries.receive(SECRET, "", body)).isEqualTo(Receipt.FORGED);
        assertThat(deliveries.receive(SECRET, "nonsense", body)).isEqualTo(Receipt.FORGED);
        assertThat(deliveries.receive(SECRET, signature(body), other)).isEqualTo(Receipt.FORGED);
        assertThat(deliveries.receive("another", signature(body), body)).isEqualTo(Receipt.FORGED);
        assertThat(Receipt.FORGED.status()).isEqualTo(403);
        assertThat(woken).isEmpty();
    }

    @Test
    void withoutASecretNothingIsTaken() {
        byte[] body = body(time.now(), "cart", "T1");
        assertThat(deliveries.receive("", signature(body), body)).isEqualTo(Receipt.CLOSED);
    }

    @Test
    void theSameDeliveryTwiceIsAReplay() {
        listen("cart", "");
        assertThat(deliver(deliveries, time.now(), "cart", "T1")).isEqualTo(Receipt.TAKEN);
        assertThat(deliver(deliveries, time.now(), "cart", "T1")).isEqualTo(Receipt.REPLAYED);
        assertThat(woken).containsExactly("cart");
    }

    @Test
    @Scenario("webhook late")
    void aDeliveryThatComesTooLateIsIgnored() {
        listen("cart", "");
        Instant sent = time.now();
        time.advance(Duration.ofMinutes(16));
        assertThat(deliver(deliveries, sent, "cart", "T1")).isEqualTo(Receipt.LATE);
        assertThat(deliver(deliveries, time.now().plus(Duration.ofMinutes(16)), "cart", "T1"))
                .isEqualTo(Receipt.LATE);
        assertThat(woken).isEmpty();
    }

    @Test
    void whatIsSignedAndYetNoDeliveryIsSaidToBeStrange() {
        for (String text : List.of("", "[]", "{", "{\"project\": {\"key\": \"cart\"}}")) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            assertThat(deliveries.receive(SECRET, signature(body), body)).isEqualTo(Receipt.STRANGE);
        }
    }

    @Test
    void whoDoesNotListenAnyMoreIsNotWoken() {
        Runnable deaf = deliveries.listen(
                new Analysis("cart", Optional.empty(), Optional.empty(), Optional.empty()), () -> woken.add("cart"));
        deaf.run();
        deliver(deliveries, time.now(), "cart", "T1");
        assertThat(woken).isEmpty();
    }
}
