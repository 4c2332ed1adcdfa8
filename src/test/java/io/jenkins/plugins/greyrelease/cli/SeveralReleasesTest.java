package io.jenkins.plugins.greyrelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jenkinsfiles that release more than once. */
class SeveralReleasesTest {
    private static final String RELEASE = "canaryBatch(app: '%s', namespace: '%s', image: 'r/%s:%s', clusters: ['a'],"
            + " batches: [1, 'rest'], maxUnavailable: %s) { %s }\n";

    @TempDir
    private Path dir;

    private Shell shell;

    @BeforeEach
    void shell() {
        shell = new Shell(dir);
    }

    private static String release(String app, String namespace, String version, String check) {
        return RELEASE.formatted(app, namespace, app, version, "0", check);
    }

    private static List<String> texts(JsonNode all, String... fields) {
        List<String> texts = new ArrayList<>();
        all.forEach(each -> {
            List<String> words = new ArrayList<>();
            for (String field : fields) {
                words.add(each.get(field).asText());
            }
            texts.add(String.join(" ", words));
        });
        return texts;
    }

    @Test
    void somebodysEditComesToEachAppInItsOwnBatch() throws Exception {
        String file = shell.file("J", release("cart", "shop", "2", "") + release("web", "shop", "2", ""));
        assertThat(shell.rehearse(file, "--fault", "edit=scale=12", "--json")).isEqualTo(ExitCodes.OK);
        assertThat(texts(shell.json().get("marks"), "kind", "text"))
                .filteredOn(text -> text.startsWith("FAULT"))
                .containsExactly(
                        "FAULT somebody else scales the app to 12 (shop/cart)",
                        "FAULT somebody else scales the app to 12 (shop/web)");
        assertThat(texts(shell.json().get("samples"), "app", "desired")).contains("cart 12", "web 12");
    }

    @Test
    void aSecondReleaseOfAnAppBeginsWithWhatTheFirstLeft() throws Exception {
        String file = shell.file("J", release("cart", "shop", "2", "") + release("cart", "shop", "3", "error 'no'"));
        assertThat(shell.rehearse(file, "--json")).isEqualTo(ExitCodes.FAILED);
        assertThat(texts(shell.json().get("outcomes"), "from", "to", "result"))
                .containsExactly("r/cart:before r/cart:2 RELEASED", "r/cart:2 r/cart:3 ROLLED_BACK");
        JsonNode samples = shell.json().get("samples");
        JsonNode last = samples.get(samples.size() - 1);
        assertThat(last.get("oldReady").asInt()).isEqualTo(10);
        assertThat(last.get("newPods").asInt()).isZero();
        assertThat(texts(shell.json().get("findings"), "text"))
                .anyMatch(text -> text.startsWith("Batch 1 in a stopped the new version.") && text.contains("1 of 10"));
    }

    @Test
    void eachReleaseIsHeldToItsOwnTerms() throws Exception {
        String patient = RELEASE.formatted("cart", "shop", "cart", "2", "'50%'", "");
        String file = shell.file("J", patient + release("cart", "shop", "3", ""));
        assertThat(shell.rehearse(file, "--json")).isEqualTo(ExitCodes.OK);
        assertThat(shell.json().get("violations")).isEmpty();
    }

    @Test
    void appsOfOneNameInTwoNamespacesAreToldApart() throws Exception {
        String file = shell.file("J", release("cart", "shop", "2", "") + release("cart", "test", "2", ""));
        assertThat(shell.rehearse(file, "--json")).isEqualTo(ExitCodes.OK);
        assertThat(texts(shell.json().get("outcomes"), "app", "result"))
                .containsExactly("shop/cart RELEASED", "test/cart RELEASED");
        assertThat(texts(shell.json().get("samples"), "app")).contains("shop/cart", "test/cart");
    }
}
