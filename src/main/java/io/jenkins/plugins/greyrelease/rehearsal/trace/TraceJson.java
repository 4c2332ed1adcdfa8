package io.jenkins.plugins.greyrelease.rehearsal.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.jenkins.plugins.greyrelease.approval.Approval;
import io.jenkins.plugins.greyrelease.approval.ApprovalJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * A trace as JSON: the records of this package with their own names; times and durations are seconds since the start
 * with milliseconds; plus {@code verdict} and {@code findings}.
 */
public final class TraceJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(Approval.class, new Records())
                    .addSerializer(Duration.class, new Seconds())
                    .addSerializer(Instant.class, ToStringSerializer.instance))
            .build();

    private TraceJson() {}

    /** The document, indented; ends with a line feed. */
    public static String of(Trace trace) {
        ObjectNode root = MAPPER.valueToTree(trace);
        root.put("verdict", trace.verdict().name());
        root.set("findings", MAPPER.valueToTree(Findings.of(trace)));
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a trace is always writable as JSON", e);
        }
    }

    private static final class Records extends StdSerializer<Approval> {
        Records() {
            super(Approval.class);
        }

        @Override
        public void serialize(Approval approval, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeTree(ApprovalJson.tree(approval));
        }
    }

    private static final class Seconds extends StdSerializer<Duration> {
        Seconds() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration time, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeNumber(BigDecimal.valueOf(time.toMillis(), 3));
        }
    }
}
