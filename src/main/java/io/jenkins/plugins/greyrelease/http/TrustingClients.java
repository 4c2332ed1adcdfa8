package io.jenkins.plugins.greyrelease.http;

import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Clients by what they trust beside the usual authorities: each has a thread of its own, so that systems share them.
 *
 * <p>Thread-safe.
 */
public final class TrustingClients {
    private final Supplier<HttpClient.Builder> builders;
    private final Scheduler scheduler;
    private final Ids ids;
    private final Map<String, PatientClient> opened = new TreeMap<>();
    private Object way = "";

    /** @param builders of clients, each with the proxy to use */
    public TrustingClients(Supplier<HttpClient.Builder> builders, Scheduler scheduler, Ids ids) {
        this.builders = builders;
        this.scheduler = scheduler;
        this.ids = ids;
    }

    /**
     * Forgets all of them if systems are reached in another way than before.
     *
     * @param byWay what decides how they are reached, such as a proxy
     * @return whether it did
     */
    public synchronized boolean forgotten(Object byWay) {
        if (way.equals(byWay)) {
            return false;
        }
        way = byWay;
        opened.clear();
        return true;
    }

    /** @param authority certificates in PEM form; empty: the usual ones alone */
    public synchronized PatientClient trusting(Optional<String> authority) {
        return opened.computeIfAbsent(
                authority.orElse(""),
                same -> new PatientClient(LiveClients.of(builders.get(), authority), scheduler, ids, Patience.USUAL));
    }
}
