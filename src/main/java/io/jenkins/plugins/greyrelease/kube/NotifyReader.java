package io.jenkins.plugins.greyrelease.kube;

import io.jenkins.plugins.greyrelease.kube.FleetSpec.NotifySpec;
import io.jenkins.plugins.greyrelease.runtime.Names;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads who is notified. */
final class NotifyReader {
    private final String credentials;
    private final String secret;
    private final BiFunction<YamlFields, Map<String, String>, String> names;

    /**
     * @param credentials the key that names them
     * @param secret the key that names the secret
     * @param names reads a name, and notes what is wrong with it beside those read before
     */
    NotifyReader(String credentials, String secret, BiFunction<YamlFields, Map<String, String>, String> names) {
        this.credentials = credentials;
        this.secret = secret;
        this.names = names;
    }

    List<NotifySpec> read(YamlFields fleet) {
        Map<String, String> taken = new HashMap<>();
        List<NotifySpec> all = new ArrayList<>();
        for (YamlFields fields : fleet.children("notify")) {
            all.add(destination(fields, taken));
            fields.end();
        }
        return all;
    }

    private NotifySpec destination(YamlFields fields, Map<String, String> taken) {
        String name = names.apply(fields, taken);
        String url = fields.required("url");
        if (!url.isEmpty()) {
            AccessReader.url(fields, "url", url);
            if (!isAddress(url)) {
                fields.bad(
                        "url",
                        "'" + AccessReader.shown(url)
                                + "' is no address; what is special in it must be written as %20 and the like");
            }
        }
        Optional<String> authority = fields.text("caCertificate");
        authority.ifPresent(pem -> AccessReader.certificate(fields, pem));
        List<String> events = fields.texts("events");
        events.stream()
                .filter(word -> !NotifySpec.EVENTS.contains(word))
                .forEach(word -> fields.bad(
                        "events",
                        "there is no event '" + word + "'" + Names.hint(word, NotifySpec.EVENTS) + " (known: "
                                + String.join(", ", NotifySpec.EVENTS) + ")"));
        return new NotifySpec(name, url, fields.required(secret), fields.text(credentials), events, authority);
    }

    private static boolean isAddress(String url) {
        try {
            return new URI(url).getHost() != null;
        } catch (URISyntaxException e) {
            // the caller says so, with its place
            return false;
        }
    }
}
