package io.jenkins.plugins.greyrelease.kube.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.Listing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A list, read page by page: thousands of pods in one answer are a load for the server, and slow enough to run out of time.
 * All pages show the moment of the first one. Where the server has forgotten that moment before the last page (410), the
 * list is asked for once more and at once, so that it comes to an end.
 */
final class Pages<T extends HasMetadata> {
    private static final int SIZE = 500;

    private final Line line;
    private final Kind<T> kind;
    private final String doing;
    private final String path;
    private final List<T> items = new ArrayList<>();

    /** @param path of the list, with its query, if it has one */
    private Pages(Line line, Kind<T> kind, String doing, String path) {
        this.line = line;
        this.kind = kind;
        this.doing = doing;
        this.path = path;
    }

    /** The whole list; fails with a {@link KubeException}. */
    static <T extends HasMetadata> CompletableFuture<Listing<T>> of(
            Line line, Kind<T> kind, String doing, String path) {
        CompletableFuture<Listing<T>> all = new CompletableFuture<>();
        new Pages<>(line, kind, doing, path).from("", all);
        return all;
    }

    private void from(String token, CompletableFuture<Listing<T>> all) {
        String more = token.isEmpty() ? "" : "&continue=" + Paths.encoded(token);
        line.send(Call.get(doing, with("limit=" + SIZE + more)), this::page).whenComplete((page, problem) -> {
            if (problem == null) {
                items.addAll(page.listing().items());
                next(page, all);
            } else if (!token.isEmpty() && problem instanceof KubeException kube && kube.reason() == Reason.EXPIRED) {
                atOnce(all);
            } else {
                all.completeExceptionally(problem);
            }
        });
    }

    private void next(Page<T> page, CompletableFuture<Listing<T>> all) {
        if (page.more().isEmpty()) {
            all.complete(new Listing<>(items, page.listing().resourceVersion()));
        } else {
            from(page.more(), all);
        }
    }

    private void atOnce(CompletableFuture<Listing<T>> all) {
        line.send(Call.get(doing, path), answer -> Wire.listing(kind, answer)).whenComplete((whole, problem) -> {
            if (problem == null) {
                all.complete(whole);
            } else {
                all.completeExceptionally(problem);
            }
        });
    }

    private String with(String query) {
        return path + (path.contains("?") ? "&" : "?") + query;
    }

    /** @param more what asks for the next one; empty: this is the last */
    private record Page<T extends HasMetadata>(Listing<T> listing, String more) {}

    private Page<T> page(JsonNode answer) throws IOException {
        return new Page<>(
                Wire.listing(kind, answer),
                answer.path("metadata").path("continue").asText(""));
    }
}
