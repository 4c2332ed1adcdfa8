package io.jenkins.plugins.greyrelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.plan.BadArgumentsException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ArgsPropertiesTest {

    @Provide
    Arbitrary<Map<String, Object>> anything() {
        Arbitrary<Object> value = Arbitraries.of(
                "",
                "cart",
                "cart:1",
                "rest",
                "50%",
                "10m",
                "true",
                "sequence",
                "even",
                "continue",
                "\u0000",
                "-1",
                0,
                1,
                -1,
                7L,
                Long.MAX_VALUE,
                1.5,
                new BigDecimal("1.4"),
                true,
                List.of(),
                List.of(1, "rest"),
                List.of("a"),
                List.of(List.of()),
                Map.of("a", 1));
        List<String> names = new ArrayList<>(StepSpecs.CANARY_BATCH.names());
        names.add("no such parameter");
        return Arbitraries.maps(Arbitraries.of(names), value).ofMaxSize(8);
    }

    @Property(tries = 500)
    void badArgumentsAreOneErrorAndNeverAnother(@ForAll("anything") Map<String, Object> given) {
        try {
            CanaryBatchArgs args = CanaryBatchArgs.from(given);
            assertThat(args.app()).isNotEmpty();
            assertThat(args.batches()).isNotEmpty();
            assertThat(args.image().isPresent()).isNotEqualTo(args.manifest().isPresent());
        } catch (BadArgumentsException e) {
            assertThat(e.problems()).isNotEmpty().doesNotHaveDuplicates();
            assertThat(e.getMessage()).startsWith("canaryBatch: ");
        }
    }
}
