package io.jenkins.plugins.greyrelease.harbor;

import io.jenkins.plugins.greyrelease.image.Descriptor;
import io.jenkins.plugins.greyrelease.image.Proof;
import io.jenkins.plugins.greyrelease.image.Referrer;
import io.jenkins.plugins.greyrelease.image.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a destination lacks of what was wished for, asked of itself. Thread-safe. */
final class Inspection {
    private final Registry there;
    private final Wish wish;

    Inspection(Registry there, Wish wish) {
        this.there = there;
        this.wish = wish;
    }

    /** Everything that is lacking, each in a few words; none: all is there. */
    CompletableFuture<List<String>> lacks() {
        return Proof.of(there, wish.repository(), wish.digest()).thenCompose(proof -> {
            List<String> lacks = new ArrayList<>(proof.missing());
            if (!lacks.isEmpty()) {
                return CompletableFuture.completedFuture(lacks);
            }
            return signed().thenCompose(is -> {
                if (!is) {
                    lacks.add("a signature");
                }
                return tagged(lacks, 0);
            });
        });
    }

    /** Whether the image itself is known there, with its signature if that is asked for: enough to look closer. */
    CompletableFuture<Boolean> arrived() {
        return there.resolve(wish.repository(), wish.digest().toString())
                .thenCompose(found -> found.isEmpty() ? CompletableFuture.completedFuture(false) : signed());
    }

    private CompletableFuture<Boolean> signed() {
        return wish.signed()
                ? there.referrers(wish.repository(), wish.digest())
                        .thenApply(found -> found.stream().anyMatch(Referrer::signature))
                : CompletableFuture.completedFuture(true);
    }

    private CompletableFuture<List<String>> tagged(List<String> lacks, int next) {
        if (next == wish.tags().size()) {
            return CompletableFuture.completedFuture(lacks);
        }
        String tag = wish.tags().get(next);
        return there.resolve(wish.repository(), tag).thenCompose(found -> {
            if (found.map(Descriptor::digest).filter(wish.digest()::equals).isEmpty()) {
                lacks.add("its tag " + tag);
            }
            return tagged(lacks, next + 1);
        });
    }
}
