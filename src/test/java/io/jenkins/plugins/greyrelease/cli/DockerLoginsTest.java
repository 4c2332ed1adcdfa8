package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.http.Login;
import io.jenkins.plugins.greyrelease.kube.FleetSpec.RegistrySpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docker login} leaves behind, in its several forms. */
class DockerLoginsTest {
    private static final String SECRET = "pass:word-of-the-robot";

    @TempDir
    private Path home;

    private DockerLogins config(String json) throws IOException {
        Path file = home.resolve(".docker/config.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, json);
        return DockerLogins.of(Map.of(), home);
    }

    private static String auth(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private DockerLogins loggedIn(String host) throws IOException {
        return config("{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}".formatted(host, auth("robot$grey:" + SECRET)));
    }

    @Test
    void aUserIsFoundByTheHostHoweverTheEntryIsNamed() throws IOException {
        DockerLogins.User robot = new DockerLogins.User("robot$grey", SECRET);
        for (String entry :
                new String[] {"harbor.example:8443", "https://harbor.example:8443", "https://Harbor.Example:8443/v1/"
                }) {
            assertThat(loggedIn(entry).at("harbor.example:8443")).as(entry).contains(robot);
        }
        assertThat(loggedIn("harbor.example").at("harbor.example:8443"))
                .as("another port is another registry")
                .isEmpty();
        assertThat(robot).hasToString("user robot$grey");
    }

    @Test
    void podmanWritesUserAndPasswordAsTheyAre() throws IOException {
        assertThat(config("{\"auths\": {\"h.example\": {\"username\": \"ada\", \"password\": \"" + SECRET + "\"}}}")
                        .at("h.example"))
                .contains(new DockerLogins.User("ada", SECRET));
    }

    @Test
    void whoIsNotLoggedInIsNobody() throws IOException {
        assertThat(DockerLogins.of(Map.of(), home).at("h.example"))
                .as("no file")
                .isEmpty();
        assertThat(config("{}").at("h.example")).isEmpty();
        assertThat(config("{\"auths\": {\"h.example\": {}}}").at("h.example"))
                .as("logged out")
                .isEmpty();
    }

    @Test
    void anotherFolderCanHoldTheFile() throws IOException {
        loggedIn("h.example");
        DockerLogins moved =
                DockerLogins.of(Map.of("DOCKER_CONFIG", home.resolve(".docker").toString()), home.resolve("elsewhere"));
        assertThat(moved.at("h.example")).isPresent();
    }

    @Test
    void aPasswordThatACredentialHelperKeepsIsNotAskedForAndThatIsSaid() throws IOException {
        DockerLogins one = config("{\"credHelpers\": {\"h.example\": \"pass\"}}");
        assertThatThrownBy(() -> one.at("h.example"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(
                        "leaves the password for h.example to a credential helper", "'credentials'", "--credentials");
        DockerLogins all = config("{\"auths\": {\"h.example\": {}}, \"credsStore\": \"desktop\"}");
        assertThatThrownBy(() -> all.at("h.example")).hasMessageContaining("credential helper");
        assertThat(all.at("other.example")).isEmpty();
    }

    @Test
    void aFileThatIsBrokenIsNamedAndNothingOfItIsQuoted() throws IOException {
        DockerLogins broken = config("{\"auths\": \"" + SECRET);
        assertThatThrownBy(() -> broken.at("h.example"))
                .hasMessage(home.resolve(".docker/config.json") + " is no JSON")
                .hasNoCause();
        for (String auth : new String[] {SECRET + "!", auth(SECRET.replace(":", "-"))}) {
            DockerLogins unusable = config("{\"auths\": {\"h.example\": {\"auth\": \"" + auth + "\"}}}");
            assertThatThrownBy(() -> unusable.at("h.example"))
                    .hasMessageEndingWith("'auth' of h.example is no user and password in Base64; log in to it again")
                    .hasStackTraceContaining("DockerLogins")
                    .message()
                    .doesNotContain(SECRET);
        }
    }

    @Test
    void aRegistryWithoutCredentialsInTheFleetIsSignedInToAsThatUser() throws IOException {
        RegistrySpec spec =
                new RegistrySpec("gd9", "", "https://h.example", Optional.empty(), Optional.empty(), Optional.empty());
        CredentialsFolder folder = new CredentialsFolder(Optional.of(home));
        assertThat(new RegistryLogins(loggedIn("h.example"), folder).of(spec))
                .isEqualTo(new Login.Basic("robot$grey", SECRET));
        assertThat(new RegistryLogins(config("{}"), folder).of(spec)).isInstanceOf(Login.Anonymous.class);
    }

    @Test
    void credentialsOfTheFleetComeBeforeThatUser() throws IOException {
        RegistrySpec spec = new RegistrySpec(
                "gd9", "", "https://h.example", Optional.of("harbor"), Optional.empty(), Optional.empty());
        Files.writeString(home.resolve("harbor"), "bob:" + SECRET + "\n");
        assertThat(new RegistryLogins(loggedIn("h.example"), new CredentialsFolder(Optional.of(home))).of(spec))
                .isEqualTo(new Login.Basic("bob", SECRET));
    }
}
