package io.jenkins.plugins.greyrelease.jenkins.freestyle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpansionTest {

    @Test
    void putsValuesIntoTextsAndListsOfThemAndLeavesTheRest() {
        Map<String, Object> given =
                Map.of("image", "cart:${V}", "batches", List.of(1, "${FIRST}%", "rest"), "maxParallel", 2);
        assertThat(Expansion.of(given, text -> text.replace("${V}", "2.0").replace("${FIRST}", "25")))
                .isEqualTo(Map.of("image", "cart:2.0", "batches", List.of(1, "25%", "rest"), "maxParallel", 2));
    }
}
