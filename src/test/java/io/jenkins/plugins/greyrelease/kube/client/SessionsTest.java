package io.jenkins.plugins.greyrelease.kube.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private final VirtualTime time = new VirtualTime();
    private Login login = token("https://gd9-a.example", "first");
    private int asked;
    private final Sessions sessions = new Sessions(
            "gd9-a",
            () -> {
                asked++;
                return login;
            },
            time,
            Runnable::run);

    @AfterEach
    void close() {
        sessions.close();
    }

    @Test
    void theLoginIsAskedForAgainEveryHalfMinuteThatThereAreCalls() {
        session();
        for (int second = 0; second < 30; second++) {
            time.advance(Duration.ofSeconds(1));
            session();
        }
        assertThat(asked).isEqualTo(1);
        time.advance(Duration.ofSeconds(1));
        session();
        assertThat(asked).isEqualTo(2);
        time.advance(Duration.ofHours(1));
        assertThat(asked).as("nobody called").isEqualTo(2);
    }

    @Test
    void anotherTokenGoesThroughTheSameConnections() {
        Session before = session();
        login = token("https://gd9-a.example", "second");
        time.advance(Duration.ofSeconds(31));

        assertThat(session().endpoint().authorization()).contains("Bearer second");
        assertThat(session().http()).isSameAs(before.http());
        assertThat(before.http().isClosed()).isFalse();
    }

    @Test
    void anotherAddressGetsConnectionsOfItsOwnAndTheOldOnesEnd() {
        Session before = session();
        login = token("https://gd9-new.example", "first");
        time.advance(Duration.ofSeconds(31));

        assertThat(session().endpoint().connection().server()).isEqualTo("https://gd9-new.example");
        assertThat(before.http().isClosed()).isTrue();
    }

    @Test
    void manyWhoAreRefusedAskOnce() {
        Session before = session();
        login = token("https://gd9-a.example", "second");

        Session first = sessions.refused(before).join();
        assertThat(sessions.refused(before).join()).isSameAs(first);
        assertThat(asked).isEqualTo(2);
    }

    private Session session() {
        return sessions.get().join();
    }

    private static Login token(String server, String token) {
        return new Login.Token(server, Optional.empty(), token);
    }
}
