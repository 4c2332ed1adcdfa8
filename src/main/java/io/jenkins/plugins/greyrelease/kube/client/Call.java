package io.jenkins.plugins.greyrelease.kube.client;

/**
 * One call to the API.
 *
 * @param doing what is being tried, for messages
 * @param path with its query
 * @param contentType of the body
 * @param body null for none
 */
record Call(String doing, String method, String path, String contentType, String body) {
    static final String JSON = "application/json";
    static final String JSON_PATCH = "application/json-patch+json";

    static Call get(String doing, String path) {
        return new Call(doing, "GET", path, null, null);
    }

    static Call of(String doing, String method, String path, String body) {
        return new Call(doing, method, path, JSON, body);
    }

    /** Whether it asks the server to test values: then a refusal may mean that somebody else has changed them. */
    boolean tests() {
        return JSON_PATCH.equals(contentType) && body.contains("\"test\"");
    }
}
