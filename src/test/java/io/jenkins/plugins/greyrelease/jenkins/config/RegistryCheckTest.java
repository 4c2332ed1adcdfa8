package io.jenkins.plugins.greyrelease.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.RegistrySpec;
import io.jenkins.plugins.greyrelease.rehearsal.registry.Account;
import io.jenkins.plugins.greyrelease.rehearsal.registry.RegistryNet;
import io.jenkins.plugins.greyrelease.rehearsal.registry.ServedRegistries;
import io.jenkins.plugins.greyrelease.rehearsal.registry.StandInRegistry;
import io.jenkins.plugins.greyrelease.runtime.LiveScheduler;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** <i>Test connection</i> of a registry, against a stand-in behind HTTP. */
class RegistryCheckTest {
    private static final String SECRET = "s3cret-of-the-robot";

    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private final LiveScheduler scheduler = new LiveScheduler(2, errors::add);
    private final ServedRegistries served = new ServedRegistries(new RegistryNet(scheduler));
    private StandInRegistry harbor;

    @BeforeEach
    void serve() throws IOException {
        harbor = served.add("gd9").with(Account.robot("robot$grey", SECRET));
    }

    @AfterEach
    void stop() {
        served.close();
        scheduler.close();
        assertThat(errors).isEmpty();
    }

    private String check(Optional<String> credentials, Login login) throws Exception {
        return check(new RegistrySpec("gd9", "", harbor.url(), credentials, Optional.empty(), Optional.empty()), login);
    }

    private String check(RegistrySpec spec, Login login) throws Exception {
        return RegistryCheck.of(spec, entry -> login, HttpClient::newBuilder, scheduler)
                .get(30, TimeUnit.SECONDS);
    }

    @Test
    void credentialsThatAreGoodAreSaidToBe() throws Exception {
        assertThat(check(Optional.of("harbor"), new Login.Basic("robot$grey", SECRET)))
                .isEqualTo("it answers, and takes the credentials");
    }

    @Test
    void aWrongPasswordIsSaidWithoutThePassword() {
        assertThatThrownBy(() -> check(Optional.of("harbor"), new Login.Basic("robot$grey", "not-" + SECRET)))
                .hasMessageContainingAll("registry gd9", "check the credentials that are configured for registry gd9")
                .hasMessageNotContainingAny(SECRET, "Basic ");
    }

    @Test
    void whereAnybodyMayReadNoCredentialsAreNeeded() throws Exception {
        harbor.open();
        assertThat(check(Optional.empty(), new Login.Anonymous())).isEqualTo("it answers, and lets anybody in");
    }

    @Test
    void credentialsThatAreGoneAreNamed() {
        RegistrySpec spec =
                new RegistrySpec("gd9", "", harbor.url(), Optional.of("gone"), Optional.empty(), Optional.empty());
        RegistryLogins logins = new RegistryLogins(new ServiceLogins(id -> Optional.empty()));
        assertThatThrownBy(() -> RegistryCheck.of(spec, logins::of, HttpClient::newBuilder, scheduler)
                        .get(30, TimeUnit.SECONDS))
                .hasMessageContaining("there are no credentials 'gone' that Jenkins itself may use");
    }

    @Test
    void whatIsNoRegistryIsSaidToBeNone() {
        harbor.open();
        RegistrySpec elsewhere = new RegistrySpec(
                "gd9", "", harbor.url() + "/wiki", Optional.empty(), Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> check(elsewhere, new Login.Anonymous()))
                .hasMessageContainingAll(
                        "registry gd9: sign in: 404",
                        "something else answers at " + harbor.url() + "/wiki/v2/: check the address of the registry");
    }

    @Test
    void whatDoesNotAnswerIsNamedWithWhatToCheck() {
        served.close();
        assertThatThrownBy(() -> check(Optional.empty(), new Login.Anonymous()))
                .hasMessageContainingAll("registry gd9", "check address, network and proxy of registry gd9");
    }
}
