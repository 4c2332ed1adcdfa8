package io.jenkins.plugins.greyrelease.jenkins.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What fits needs Jenkins' own secrets: the tests with Jenkins look at that. */
class ServiceLoginsTest {

    @Test
    void credentialsThatWereDeletedAreNamed() {
        ServiceLogins logins = new ServiceLogins(id -> Optional.empty());
        assertThatThrownBy(() -> logins.of("sonar"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("there are no credentials 'sonar' that Jenkins itself may use: they were deleted, or belong"
                        + " to a folder or a user; choose others on the system page, under Grey Release");
    }

    @Test
    void credentialsOfAKindThatDoesNotFitAreRefused() {
        ServiceLogins logins = new ServiceLogins(id -> Optional.of(new ClusterLoginsTest.KeptFile(id, "content")));
        assertThatThrownBy(() -> logins.of("sonar"))
                .hasMessageContaining("'sonar' are neither a token (secret text) nor user and password");
        assertThatThrownBy(() -> logins.secret("hook")).hasMessageContaining("'hook' are no secret text");
    }
}
