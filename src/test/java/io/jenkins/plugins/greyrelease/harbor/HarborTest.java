package io.jenkins.plugins.greyrelease.harbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.http.HttpFailure;
import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.http.Patience;
import io.jenkins.plugins.greyrelease.http.PatientClient;
import io.jenkins.plugins.greyrelease.rehearsal.registry.Account;
import io.jenkins.plugins.greyrelease.rehearsal.registry.RegistryNet;
import io.jenkins.plugins.greyrelease.rehearsal.registry.ReplicationPolicy;
import io.jenkins.plugins.greyrelease.rehearsal.registry.ServedRegistries;
import io.jenkins.plugins.greyrelease.rehearsal.registry.StandInRegistry;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HarborTest {
    private final Two two = new Two();

    @Test
    void readsAllPagesOfPolicies() {
        for (int i = 0; i < 205; i++) {
            two.test.replicate(ReplicationPolicy.push("to gd9 " + i, two.gd9, "shop/**"));
        }

        List<Policy> policies = two.await(two.from.policies());

        assertThat(policies).hasSize(205);
        assertThat(policies.get(204).name()).isEqualTo("to gd9 204");
        assertThat(policies.get(0).to()).contains("https://gd9.example");
        assertThat(policies.get(0).from()).isEmpty();
    }

    @Test
    void triesAgainWhileHarborIsBusy() {
        two.test.replicate(ReplicationPolicy.push("to gd9", two.gd9, "shop/**"));
        two.test.faults().refuse(2, 503, Optional.empty()).refuse(1, 429, Optional.of(Duration.ofSeconds(40)));

        assertThat(two.await(two.from.policies())).hasSize(1);
        assertThat(two.time.elapsed()).isGreaterThan(Duration.ofSeconds(40));
    }

    @Test
    void saysWhoMayNotDoWhatAndNeverTheSecret() {
        two.test.with(Account.reader("robot$reader", "hidden"));
        Harbor reader = two.harbor(two.test, "robot$reader", "hidden");

        assertThatThrownBy(() -> two.await(reader.policies()))
                .hasCauseInstanceOf(HttpFailure.class)
                .hasMessageContaining("registry test: list replication policies: 403 FORBIDDEN forbidden")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void saysThatAnAnswerIsNotHarbors() {
        two.test.faults().refuse(1, 200, Optional.empty());

        assertThatThrownBy(() -> two.await(two.from.policies()))
                .hasMessageContaining("registry test")
                .hasMessageContaining("is this a Harbor");
    }

    @Test
    void looksAtAScanOfARepositoryWithManyParts() {
        String digest = two.image.digest();
        two.test.severity(digest, "High");

        Optional<Scan> before = two.await(two.from.scan(Two.REPOSITORY, digest));
        two.await(two.from.beginScan(Two.REPOSITORY, digest));
        two.await(two.from.beginScan(Two.REPOSITORY, digest));
        two.time.advance(Duration.ofSeconds(6));
        Optional<Scan> meanwhile = two.await(two.from.scan(Two.REPOSITORY, digest));
        two.time.advance(Duration.ofMinutes(1));

        assertThat(before).isEmpty();
        assertThat(meanwhile.map(Scan::status)).contains("Running");
        assertThat(two.await(two.from.scan(Two.REPOSITORY, digest)))
                .contains(new Scan("Success", Optional.of(Severity.HIGH), Map.of("High", 1)));
    }

    @Test
    void speaksToAServerOverARealConnection() throws Exception {
        try (LiveScheduler live = new LiveScheduler(1, failure -> {});
                ServedRegistries served = new ServedRegistries(new RegistryNet(live))) {
            StandInRegistry local = served.add("local").with(Account.robot("robot$r", "s3cret"));
            local.put(Two.REPOSITORY, "1.0", two.image);
            local.replicate(ReplicationPolicy.pull("from test", two.test, "shop/**"));
            PatientClient client = new PatientClient(HttpClient.newHttpClient(), live, Two.IDS, Patience.USUAL);
            Harbor harbor =
                    new Harbor("local", URI.create(local.url()), () -> new Login.Basic("robot$r", "s3cret"), client);

            List<Policy> policies = harbor.policies().get(1, TimeUnit.MINUTES);
            harbor.beginScan(Two.REPOSITORY, two.image.digest()).get(1, TimeUnit.MINUTES);
            Optional<Scan> scan =
                    harbor.scan(Two.REPOSITORY, two.image.digest()).get(1, TimeUnit.MINUTES);

            assertThat(policies).singleElement().matches(policy -> policy.comesFrom("https://test.example"));
            assertThat(harbor.start(policies.get(0)).get(1, TimeUnit.MINUTES)).isEqualTo(2);
            assertThat(scan.map(Scan::status)).contains("Pending");
        }
    }
}
