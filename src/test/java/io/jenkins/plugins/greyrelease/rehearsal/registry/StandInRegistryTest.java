package io.jenkins.plugins.greyrelease.rehearsal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.rehearsal.registry.RegistryNet.Speed;
import io.jenkins.plugins.greyrelease.rehearsal.time.VirtualTime;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandInRegistryTest {
    private final VirtualTime time = new VirtualTime();
    private final RegistryNet net = new RegistryNet(time);
    private final StandInRegistry gz = net.add("gz", "https://gz.example")
            .with(Account.robot("robot$release", "s3cret"))
            .with(Account.reader("robot$read", "r3ad"));
    private final Caller caller = new Caller(time, net, gz).basic("robot$release", "s3cret");

    @Test
    void sendsAStrangerToTheTokenServiceAndTakesItsToken() {
        gz.put("shop/cart", "1", SampleImage.of("cart", 100));

        HttpResponse<String> stranger = caller.nobody().get("/v2/shop/cart/manifests/1");
        HttpResponse<String> token = caller.basic("robot$read", "r3ad")
                .get("/service/token?service=harbor-registry&scope=repository:shop/cart:pull,push");
        String bearer = token.body().replaceFirst(".*\"token\":\"([^\"]+)\".*", "$1");

        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"https://gz.example/service/token\",service=\"harbor-registry\","
                        + "scope=\"repository:shop/cart:pull\"");
        assertThat(caller.bearer(bearer).get("/v2/shop/cart/manifests/1").statusCode())
                .isEqualTo(200);
        assertThat(caller.send("POST", "/v2/shop/cart/blobs/uploads/", "").statusCode())
                .as("a token reaches no further than its account")
                .isEqualTo(401);
    }

    @Test
    void forgetsTokensAndThenAsksForBasicAsHarborDoes() {
        gz.put("shop/cart", "1", SampleImage.of("cart", 100));
        gz.faults().tokenLife(Duration.ofHours(1));
        String token = caller.get("/service/token?scope=repository:shop/cart:pull")
                .body()
                .replaceFirst(".*\"token\":\"([^\"]+)\".*", "$1");
        caller.bearer(token);

        time.advance(Duration.ofMinutes(59));
        assertThat(caller.get("/v2/shop/cart/tags/list").statusCode()).isEqualTo(200);
        time.advance(Duration.ofMinutes(1));
        HttpResponse<String> late = caller.get("/v2/shop/cart/tags/list");

        assertThat(late.statusCode()).isEqualTo(401);
        assertThat(late.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"harbor\"");
    }

    @Test
    void takesABlobInPiecesAndKnowsWhereItIs() {
        String digest = Bytes.digest("onetwo".getBytes(StandardCharsets.UTF_8));

        HttpResponse<String> begun = caller.send("POST", "/v2/shop/cart/blobs/uploads/", "");
        HttpResponse<String> one = caller.send("PATCH", location(begun), "one", "Content-Range", "0-2");
        HttpResponse<String> wrong = caller.send("PATCH", location(one), "two", "Content-Range", "5-7");
        HttpResponse<String> asked = caller.get(location(wrong));
        HttpResponse<String> two = caller.send("PATCH", location(asked), "two", "Content-Range", "3-5");
        HttpResponse<String> end = caller.send("PUT", location(two) + "&digest=" + digest, "");

        assertThat(List.of(begun.statusCode(), one.statusCode(), wrong.statusCode(), asked.statusCode()))
                .containsExactly(202, 202, 416, 204);
        assertThat(asked.headers().firstValue("Range")).contains("0-2");
        assertThat(end.statusCode()).isEqualTo(201);
        assertThat(caller.get("/v2/shop/cart/blobs/" + digest).body()).isEqualTo("onetwo");
        assertThat(net.traffic().on("test", "gz").up()).isEqualTo(6);
    }

    @Test
    void refusesALocationThatWasMadeUpAndADigestThatIsWrong() {
        HttpResponse<String> begun = caller.send("POST", "/v2/shop/cart/blobs/uploads/", "");
        String madeUp = location(begun).replaceFirst("\\?.*", "");

        assertThat(caller.send("PATCH", madeUp, "x").statusCode()).isEqualTo(400);
        assertThat(caller.send("PUT", location(begun) + "&digest=sha256:00", "x")
                        .body())
                .contains("DIGEST_INVALID");
    }

    @Test
    void cutsAPieceInTheMiddleAndKeepsTheFirstHalf() {
        gz.faults().cutUpload(1, false);
        HttpResponse<String> begun = caller.send("POST", "/v2/shop/cart/blobs/uploads/", "");
        HttpResponse<String> one = caller.send("PATCH", location(begun), "aaaa");

        assertThatThrownBy(() -> caller.send("PATCH", location(one), "bbbb")).hasCauseInstanceOf(IOException.class);

        assertThat(caller.get(location(one)).headers().firstValue("Range")).contains("0-5");
    }

    @Test
    void mountsABlobOfAnotherRepositoryUnlessItIsToldNotTo() {
        SampleImage image = SampleImage.of("cart", 100);
        gz.put("shop/cart", "1", image);
        String digest = Bytes.digest(image.blobs().get(1));
        String mount = "/v2/shop/other/blobs/uploads/?mount=" + digest + "&from=shop/cart";

        int refused;
        gz.faults().refuseMounts(true);
        refused = caller.send("POST", mount, "").statusCode();
        gz.faults().refuseMounts(false);

        assertThat(refused).isEqualTo(202);
        assertThat(caller.send("POST", mount, "").statusCode()).isEqualTo(201);
        assertThat(net.traffic().on("test", "gz").mounted()).isEqualTo(100);
    }

    @Test
    void takesAManifestOnlyWithAllThatItNames() {
        SampleImage image = SampleImage.index("cart", List.of("amd64", "arm64"), 10);
        gz.put("shop/cart", "1", image);
        SampleImage.Part index = image.manifests().get(2);
        String text = new String(index.content(), StandardCharsets.UTF_8);
        gz.remove("shop/cart", Bytes.digest(image.manifests().get(1).content()));

        HttpResponse<String> put = caller.send("PUT", "/v2/shop/cart/manifests/2", text, "Content-Type", index.type());

        assertThat(put.statusCode()).isEqualTo(404);
        assertThat(put.body())
                .contains(
                        "MANIFEST_UNKNOWN",
                        Bytes.digest(image.manifests().get(1).content()));
    }

    @Test
    void pagesTagsByLink() {
        List.of("a", "b", "c").forEach(tag -> gz.put("shop/cart", tag, SampleImage.of("cart", 1)));

        HttpResponse<String> first = caller.get("/v2/shop/cart/tags/list?n=2");

        assertThat(first.body()).contains("[\"a\",\"b\"]");
        assertThat(first.headers().firstValue("Link")).contains("</v2/shop/cart/tags/list?n=2&last=b>; rel=\"next\"");
        assertThat(caller.get("/v2/shop/cart/tags/list?n=2&last=b").body()).contains("[\"c\"]");
    }

    @Test
    void refusesWhatIsMoreThanTheProjectMayHold() {
        gz.faults().quota("shop", 5);
        HttpResponse<String> begun = caller.send("POST", "/v2/shop/cart/blobs/uploads/", "");
        String digest = Bytes.digest("123456".getBytes(StandardCharsets.UTF_8));

        HttpResponse<String> end = caller.send("PUT", location(begun) + "&digest=" + digest, "123456");

        assertThat(end.statusCode()).isEqualTo(403);
        assertThat(end.body()).contains("DENIED", "will exceed the configured upper limit of 5 B");
    }

    @Test
    void isDownOrBusyWhenToldTo() {
        gz.faults().refuse(1, 429, Optional.of(Duration.ofSeconds(7)));
        assertThat(caller.get("/v2/").headers().firstValue("Retry-After")).contains("7");
        gz.faults().down(true);
        assertThatThrownBy(() -> caller.get("/v2/")).hasCauseInstanceOf(ConnectException.class);
        gz.faults().down(false).bodyLimit(3);
        assertThat(caller.send("PUT", "/v2/x/manifests/1", "1234").statusCode()).isEqualTo(413);
    }

    @Test
    void takesAsLongAsItsLinkIsSlowAndEndsInTime() {
        SampleImage image = SampleImage.of("cart", 1_000_000);
        gz.put("shop/cart", "1", image);
        net.speed("test", "gz", new Speed(Duration.ofSeconds(1), 100_000));
        URI blob = URI.create("https://gz.example/v2/shop/cart/blobs/"
                + Bytes.digest(image.blobs().get(1)));
        gz.open();

        byte[] body = caller.await(net.client("test")
                        .sendAsync(HttpRequest.newBuilder(blob).build(), BodyHandlers.ofByteArray()))
                .body();

        assertThat(body).isEqualTo(image.blobs().get(1));
        assertThat(time.elapsed()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(12));
        HttpRequest hasty =
                HttpRequest.newBuilder(blob).timeout(Duration.ofMillis(900)).build();
        assertThatThrownBy(() -> caller.await(net.client("test").sendAsync(hasty, BodyHandlers.discarding())))
                .hasMessageContaining("timed out");
    }

    @Test
    void servesTheSameOverLoopback() throws Exception {
        try (ServedRegistries served = new ServedRegistries(net)) {
            StandInRegistry local = served.add("local").open();
            SampleImage image = SampleImage.of("cart", 50_000);
            local.put("shop/cart", "1", image);
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(local.url() + "/v2/shop/cart/manifests/1"))
                    .header("User-Agent", "test");

            HttpClient client = HttpClient.newHttpClient();
            HttpResponse<byte[]> got = client.send(request.build(), BodyHandlers.ofByteArray());
            HttpResponse<Void> head = client.send(
                    request.method("HEAD", HttpRequest.BodyPublishers.noBody()).build(), BodyHandlers.discarding());

            assertThat(Bytes.digest(got.body())).isEqualTo(image.digest());
            assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(got.body().length);
            assertThat(net.traffic().amounts()).containsOnlyKeys(new Traffic.Link("test", "local"));
        }
    }

    @Test
    void makesTheSameImageFromTheSameSeed() {
        assertThat(SampleImage.of("cart 1", 10).digest())
                .isEqualTo(SampleImage.of("cart 1", 10).digest())
                .isNotEqualTo(SampleImage.of("cart 2", 10).digest());
        assertThat(net.traffic().amounts()).isEqualTo(Map.of());
    }

    private static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElseThrow();
    }
}
