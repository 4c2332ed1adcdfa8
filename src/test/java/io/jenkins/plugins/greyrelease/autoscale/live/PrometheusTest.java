package io.jenkins.plugins.greyrelease.autoscale.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.greyrelease.autoscale.Reading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrometheusTest {
    private static final String VECTOR = """
            {"status":"success","data":{"resultType":"vector","result":[
              {"metric":{"pod":"a"},"value":[1767600000.1,"120"]},{"metric":{"pod":"b"},"value":[1767600000.1,"80.5"]}]}}""";

    private static Gauge.Query gauge(int port) {
        return new Gauge.Query(
                "requests", URI.create("http://127.0.0.1:" + port), "sum(rate(x{app=\"cart\"}[1m]))", 50);
    }

    private static Reading parsed(String body) {
        return Prometheus.parsed(gauge(1), body);
    }

    @Test
    void aServerIsAskedForTheQueryAndItsSeriesAreAddedUp() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        StringBuilder asked = new StringBuilder();
        server.createContext("/api/v1/query", exchange -> {
            asked.append(exchange.getRequestURI().getQuery());
            byte[] body = VECTOR.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            assertThat(new Prometheus()
                            .read(gauge(server.getAddress().getPort()))
                            .join())
                    .isEqualTo(Reading.whole("requests", 50, 200.5));
            assertThat(asked).hasToString("query=sum(rate(x{app=\"cart\"}[1m]))");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aServerThatRefusesOrIsNotThereIsAFailedReading() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = "{\"error\":\"parse error\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(400, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        int port = server.getAddress().getPort();
        Prometheus prometheus = new Prometheus();
        assertThat(failure(prometheus.read(gauge(port)).join())).contains("400", "parse error");
        server.stop(0);
        assertThat(failure(prometheus.read(gauge(port)).join())).contains("127.0.0.1:" + port, "no answer");
    }

    @Test
    void whatIsNoFigureIsAFailedReading() {
        assertThat(failure(parsed("{\"data\":{\"resultType\":\"vector\",\"result\":[]}}")))
                .contains("no series");
        assertThat(failure(parsed("{\"data\":{\"resultType\":\"scalar\",\"result\":[1,\"NaN\"]}}")))
                .contains("NaN");
        assertThat(failure(parsed("{\"data\":{\"resultType\":\"matrix\",\"result\":[1]}}")))
                .contains("neither");
        assertThat(failure(parsed("<html>"))).contains("cannot be read");
        assertThat(parsed("{\"data\":{\"resultType\":\"scalar\",\"result\":[1,\"75\"]}}"))
                .isEqualTo(Reading.whole("requests", 50, 75));
    }

    private static String failure(Reading reading) {
        assertThat(reading).isInstanceOf(Reading.Failed.class);
        return ((Reading.Failed) reading).why();
    }
}
