package io.jenkins.plugins.greyrelease.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A plan as JSON, to keep and to read again. */
public final class PlanJson {
    private static final String KIND = "grey-release/plan/v1";

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private PlanJson() {}

    /**
     * The whole plan; ends with a line break.
     *
     * @throws IllegalArgumentException if the plan was resized while its release ran: what was done until then follows
     *     from no request, so that nobody could tell such a plan from one that was edited
     */
    public static String write(Plan plan) {
        if (!followsFromItsRequest(plan)) {
            throw new IllegalArgumentException("the plan of " + plan.request().app()
                    + " was resized while its release ran and cannot be kept; keep the one it began with");
        }
        try {
            return MAPPER.writeValueAsString(Document.of(plan)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a plan of plain values could not be written as JSON", e);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param file its name, for messages
     * @throws BadArgumentsException if it is no plan, or its waves or its hash do not follow from its request
     */
    public static Plan read(String file, String text) {
        Document document;
        try {
            document = MAPPER.readValue(text, Document.class);
        } catch (MismatchedInputException e) {
            throw refused(file + ": is no plan that grey wrote: " + said(e));
        } catch (JsonProcessingException e) {
            String at = e.getLocation() == null
                    ? ""
                    : ":" + e.getLocation().getLineNr() + ":" + e.getLocation().getColumnNr();
            throw refused(file + at + ": is no plan: " + e.getOriginalMessage().replaceFirst(" \\(start marker.*", ""));
        }
        if (document == null || !document.kind().equals(KIND)) {
            throw refused(file + ": is no plan: its kind is not " + KIND);
        }
        Plan plan = document.plan(file);
        if (!plan.hash().equals(document.hash()) || !Document.of(plan).equals(document)) {
            throw refused(
                    file + ": was changed after it was written: its hash or its waves do not follow from the rest;"
                            + " make the plan again");
        }
        return plan;
    }

    private static boolean followsFromItsRequest(Plan plan) {
        try {
            return Plan.of(plan.request(), plan.desired()).equals(plan);
        } catch (BadArgumentsException e) {
            // Its batches do not even cover what is wanted by now.
            return false;
        }
    }

    /** Which part has another form, in the document's own words: Jackson's would name classes. */
    private static String said(MismatchedInputException e) {
        String where = e.getPath().stream()
                .map(part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : "." + part.getFieldName())
                .collect(Collectors.joining());
        return where.isEmpty()
                ? "it is no object with a plan's keys"
                : where.substring(1) + " is unknown, missing or of the wrong type";
    }

    private static BadArgumentsException refused(String problem) {
        return new BadArgumentsException("plan", List.of(problem));
    }

    private record Document(
            String kind,
            String hash,
            String app,
            String namespace,
            List<Pods> clusters,
            List<String> batches,
            String spread,
            int maxParallel,
            boolean strict,
            String policy,
            List<Wave> waves) {

        private record Pods(String name, int pods) {}

        static Document of(Plan plan) {
            PlanRequest request = plan.request();
            List<Pods> clusters = new ArrayList<>();
            plan.desired().forEach((name, pods) -> clusters.add(new Pods(name, pods)));
            return new Document(
                    KIND,
                    plan.hash(),
                    request.app(),
                    request.namespace(),
                    clusters,
                    request.batches().stream().map(BatchSize::toString).toList(),
                    request.spread().name().toLowerCase(Locale.ROOT),
                    request.maxParallel(),
                    request.strict(),
                    request.policy(),
                    plan.waves());
        }

        Plan plan(String file) {
            try {
                Map<String, Integer> desired = new LinkedHashMap<>();
                clusters.forEach(each -> desired.put(each.name(), each.pods()));
                return Plan.of(
                        new PlanRequest(
                                app,
                                namespace,
                                List.copyOf(desired.keySet()),
                                batches.stream().map(BatchSize::parse).toList(),
                                Spread.valueOf(spread.toUpperCase(Locale.ROOT)),
                                maxParallel,
                                strict,
                                policy),
                        desired);
            } catch (IllegalArgumentException e) {
                throw refused(file + ": is no plan: " + e.getMessage());
            }
        }
    }
}
