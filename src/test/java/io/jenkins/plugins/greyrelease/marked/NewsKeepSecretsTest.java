package io.jenkins.plugins.greyrelease.marked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.Patience;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.jira.Jira;
import io.jenkins.plugins.greyrelease.jira.Tickets;
import io.jenkins.plugins.greyrelease.jira.Tie;
import io.jenkins.plugins.greyrelease.jira.TieStore;
import io.jenkins.plugins.greyrelease.jira.Turns;
import io.jenkins.plugins.greyrelease.kube.FleetReader;
import io.jenkins.plugins.greyrelease.kube.FleetSpec;
import io.jenkins.plugins.greyrelease.notify.Couriers;
import io.jenkins.plugins.greyrelease.notify.Delivery;
import io.jenkins.plugins.greyrelease.notify.Destination;
import io.jenkins.plugins.greyrelease.notify.Notice;
import io.jenkins.plugins.greyrelease.notify.Notice.Kind;
import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import io.jenkins.plugins.greyrelease.step.LiveDestinations;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks and tickets are told what happens with secrets that they repeat: none is logged, said or kept. */
@ResourceLock("loggers")
class NewsKeepSecretsTest {
    private static final Marks MARKS = new Marks(20_261_122);
    private static final Ids IDS = length -> "h" + "0".repeat(length - 1);
    private static final String RUN = "shop/release#12";
    private static final Notice NOTICE = new Notice(
            "n1",
            Instant.parse("2026-11-21T20:15:04Z"),
            Kind.FAILED,
            new Notice.Run(RUN, ""),
            Optional.empty(),
            List.of("gd9-a"),
            1,
            3,
            "",
            "batch 1 failed");

    private static EchoServer echo;
    private static LiveScheduler scheduler;

    private final Leaks leaks = new Leaks(MARKS);
    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

    @BeforeAll
    static void serve() throws IOException {
        echo = new EchoServer();
        echo.gives(MARKS.token("token of a token server"));
        scheduler = new LiveScheduler(2, failure -> {
            throw new AssertionError(failure);
        });
    }

    @AfterAll
    static void close() {
        scheduler.close();
        echo.close();
    }

    private static Login login(String id) {
        return id.equals("chat")
                ? new Login.Bearer(MARKS.token("token of a chat"))
                : new Login.Basic("me", MARKS.password("password of a pager"));
    }

    private static List<Destination> destinations(String place, Function<String, String> secrets) {
        FleetSpec fleet = FleetReader.read("fleet.yaml", """
                clusters: [{name: gd9-a}]
                notify:
                  - {name: chat, url: 'http://%1$s/chat', secret: hmac, credentials: chat}
                  - {name: pager, url: 'http://%1$s/pager', secret: hmac, credentials: pager}
                """.formatted(place));
        return new LiveDestinations(HttpClient::newBuilder, NewsKeepSecretsTest::login, secrets, scheduler, IDS)
                .of(fleet, "");
    }

    private static String hmac(String id) {
        return MARKS.password("secret of a webhook " + id);
    }

    private String line() throws InterruptedException {
        return String.valueOf(log.poll(20, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @EnumSource
    void webhooksThatRepeatWhatTheyAreTold(EchoServer.Manner manner) {
        echo.answer(manner);
        int before = echo.told();
        List<Destination> all = destinations(echo.place(), NewsKeepSecretsTest::hmac);
        try (Overheard ears = new Overheard()) {
            for (Destination each : all) {
                Throwable failed =
                        catchThrowable(() -> Delivery.tried(each, NOTICE).join());
                leaks.in("a destination", each.toString());
                if (failed != null) {
                    leaks.in(each.name(), failed);
                }
                boolean taken = manner == EchoServer.Manner.WORDS || manner == EchoServer.Manner.STRANGE;
                assertThat(failed == null).as(each.name()).isEqualTo(taken);
            }
            leaks.in("the log", ears.heard());
        }
        assertThat(leaks.found()).isEmpty();
        assertThat(echo.told()).isGreaterThanOrEqualTo(before + 2);
    }

    @Test
    void whatIsSaidOfNewsThatAreDropped() throws InterruptedException {
        echo.answer(EchoServer.Manner.FORBIDDEN);
        List<Destination> refused = destinations(echo.place(), NewsKeepSecretsTest::hmac);
        List<Destination> unreadable = destinations(echo.place(), id -> {
            throw new IllegalStateException("there are no credentials '" + id + "'");
        });
        try (Overheard ears = new Overheard()) {
            for (List<Destination> each : List.of(refused, unreadable)) {
                Couriers couriers = new Couriers(() -> each, scheduler, log::add);
                couriers.hear(NOTICE);
                for (int i = 0; i < each.size(); i++) {
                    String said = line();
                    assertThat(said).contains("is dropped");
                    leaks.in("the log of a courier", said);
                }
            }
            leaks.in("the log", ears.heard());
        }
        assertThat(leaks.found()).isEmpty();
    }

    @Test
    void aWebhookThatNobodyAnswers() {
        for (Destination each : destinations("127.0.0.1:1", NewsKeepSecretsTest::hmac)) {
            Throwable failed = catchThrowable(() -> Delivery.tried(each, NOTICE).join());
            assertThat(failed).hasMessageContaining("no connection to 127.0.0.1:1");
            leaks.in(each.name(), failed);
        }
        assertThat(leaks.found()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://me:%s@chat.example/x",
                "http://me:a b%s@chat.example/x",
                "http://me:a/b%s@chat.example/x",
                "http://me:a?b%s@chat.example/x",
                "http://me:a#b%s@chat.example/x",
                "http://me:a\"b@%s@chat.example/x",
                "https://chat.example/x?token=%s",
                "https://chat.example/x#%s",
                "me:%s@chat.example"
            })
    void anAddressWithASecretInItIsRefusedWithoutIt(String url) {
        String secret = MARKS.token("secret in an address");
        for (String part : List.of(
                "notify: [{name: chat, secret: hmac, url: '%s'}]",
                "registries: [{name: gd9, url: '%s'}]", "jira: {url: '%s', credentials: jira}")) {
            String fleet = "clusters: [{name: gd9-a}]\n" + part.formatted(url.formatted(secret)) + "\n";
            Throwable failed = catchThrowable(() -> FleetReader.read("fleet.yaml", fleet));
            assertThat(failed).as(url + " in " + part).isNotNull();
            leaks.in(url, failed);
        }
        assertThat(leaks.found()).isEmpty();
    }

    /** What is kept of tickets, as it would be written. */
    private final class Kept implements TieStore {
        @Override
        public void save(Tie tie) {
            synchronized (leaks) {
                leaks.in("what is kept of a ticket", tie.toString());
            }
        }

        @Override
        public void forget(Tie tie) {
            save(tie);
        }

        @Override
        public List<Tie> open() {
            return List.of();
        }
    }

    @ParameterizedTest
    @EnumSource
    void ticketsOfAJiraThatRepeatsWhatItIsTold(EchoServer.Manner manner) throws InterruptedException {
        echo.answer(manner);
        int before = echo.told();
        PatientClient client = new PatientClient(HttpClient.newHttpClient(), scheduler, IDS, Patience.USUAL.once());
        Jira jira = new Jira("http://" + echo.place(), () -> login("pager"), client, new Turns());
        Tickets tickets = new Tickets(
                () -> Optional.of(jira), scheduler, new Kept(), (run, said) -> log.add(run + " " + said), run -> false);
        try (Overheard ears = new Overheard()) {
            tickets.tie(Tie.begin(RUN, "", "CHG-1", "Done", "Failed"));
            tickets.hear(NOTICE);
            String said = line();
            assertThat(said).contains("tried again later");
            synchronized (leaks) {
                leaks.in("the log of a run", said)
                        .in("what is untold", tickets.untold().join().toString())
                        .in("the log", ears.heard());
            }
        }
        assertThat(leaks.found()).isEmpty();
        assertThat(echo.told()).isGreaterThan(before);
    }
}
