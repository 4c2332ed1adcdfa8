package io.jenkins.plugins.greyrelease.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a plan is made from: the part of a release's arguments that a vote binds.
 *
 * @param app name of the Deployment
 * @param namespace where it lives
 * @param clusters in order, no two alike
 * @param batches sizes in order
 * @param spread how they are counted
 * @param maxParallel clusters at once in {@code sequence}
 * @param strict whether batches beyond the total are refused
 * @param policy the other arguments that a vote binds, as canonical text
 */
public record PlanRequest(
        String app,
        String namespace,
        List<String> clusters,
        List<BatchSize> batches,
        Spread spread,
        int maxParallel,
        boolean strict,
        String policy) {

    public PlanRequest {
        clusters = List.copyOf(clusters);
        batches = List.copyOf(batches);
    }

    /**
     * SHA-256 over the request, as 64 hex digits. The desired numbers of pods are left out: they drift while a release
     * runs, and a run that is started again must find its own release.
     */
    public String hash() {
        String canonical = String.join(
                "\n",
                "app=" + app,
                "namespace=" + namespace,
                "clusters=" + String.join(",", clusters),
                "batches=" + batches.stream().map(BatchSize::toString).collect(Collectors.joining(",")),
                "spread=" + spread,
                "maxParallel=" + maxParallel,
                "strict=" + strict,
                "policy=" + policy);
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }
}
