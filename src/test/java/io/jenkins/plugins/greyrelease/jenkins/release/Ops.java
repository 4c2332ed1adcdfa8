package io.jenkins.plugins.greyrelease.jenkins.release;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.Patience;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.notify.Couriers;
import io.jenkins.plugins.greyrelease.notify.Destination;
import io.jenkins.plugins.greyrelease.rehearsal.gate.Sites;
import io.jenkins.plugins.greyrelease.rehearsal.gate.StandInReceiver;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** Somebody who is notified of everything, by whatever process. */
final class Ops {
    private static final String SECRET = "s3cret";

    private final StandInReceiver receiver;

    Ops(Scheduler time) {
        receiver = new StandInReceiver(SECRET, time, line -> {});
    }

    /** What a process sends with. */
    Couriers couriers(Scheduler process) {
        PatientClient client = new PatientClient(
                new Sites(process).with("https://ops.example", receiver::handle),
                process,
                length -> "h" + "0".repeat(length - 1),
                Patience.USUAL);
        Destination ops = new Destination(
                "ops", URI.create("https://ops.example/ops"), () -> SECRET, Login.Anonymous::new, Set.of(), client);
        return new Couriers(() -> List.of(ops), process, line -> {});
    }

    /** The events in order, each id once, without release and time. */
    List<String> heard() {
        return receiver.taken().stream()
                .map(id -> id.replaceFirst("/ops [^/]+/cart/[^/]+/", "").replaceFirst("/2026.*", ""))
                .toList();
    }
}
