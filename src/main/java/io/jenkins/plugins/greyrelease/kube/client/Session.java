package io.jenkins.plugins.greyrelease.kube.client;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;

/**
 * Connections to one cluster, and who we are there.
 *
 * @param streams what breaks off answers of these connections
 */
record Session(Endpoint endpoint, HttpClient http, OpenStreams streams) {

    /** The same connections for another token. */
    Session as(Endpoint rotated) {
        return new Session(rotated, http, streams);
    }

    /** A request to a path of the API, with our name on it. */
    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = http.newHttpRequestBuilder()
                .uri(endpoint.connection().server() + path)
                .header("Accept", "application/json");
        endpoint.authorization().ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
