package io.jenkins.plugins.greyrelease.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.greyrelease.http.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tags of a repository, page by page as the registry links them. */
final class TagPages {
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;[^,]*\\brel=\"?next\"?");
    private static final int MOST_PAGES = 1000;
    private static final int NOT_FOUND = 404;

    private final Endpoint endpoint;
    private final String repository;
    private final List<String> tags = new ArrayList<>();
    private int pages;

    TagPages(Endpoint endpoint, String repository) {
        this.endpoint = endpoint;
        this.repository = repository;
    }

    CompletableFuture<List<String>> read() {
        return page(endpoint.uri(repository + "/tags/list?n=1000"));
    }

    private CompletableFuture<List<String>> page(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).GET();
        return endpoint.send(
                        Scope.pull(repository),
                        "list the tags of " + repository,
                        request,
                        status -> status == 200 || status == NOT_FOUND)
                .thenCompose(this::next);
    }

    private CompletableFuture<List<String>> next(Reply reply) {
        if (reply.status() != NOT_FOUND) {
            for (JsonNode tag : reply.json().path("tags")) {
                tags.add(tag.asText());
            }
        }
        Matcher link = NEXT.matcher(reply.header("Link").orElse(""));
        if (!link.find()) {
            return CompletableFuture.completedFuture(List.copyOf(tags));
        }
        if (++pages == MOST_PAGES) {
            throw reply.unexpected("it links " + MOST_PAGES + " pages, and one more");
        }
        return page(reply.uri().resolve(link.group(1)));
    }
}
