package io.jenkins.plugins.greyrelease.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.step.StepSpec.Type;
import io.jenkins.plugins.greyrelease.step.StepSpecs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormValuesTest {

    @Test
    void aLineOfBatchesBecomesWhatAJenkinsfileSays() {
        assertThat(FormValues.of(Type.BATCHES, "1, 50%,rest")).isEqualTo(List.of(1, "50%", "rest"));
        assertThat(FormValues.of(Type.TEXTS, "gd9-a, idc:gd10")).isEqualTo(List.of("gd9-a", "idc:gd10"));
        assertThat(FormValues.of(Type.AMOUNT, "2")).isEqualTo(2);
        assertThat(FormValues.of(Type.AMOUNT, "25%")).isEqualTo("25%");
        assertThat(FormValues.of(Type.BOOLEAN, "true")).isEqualTo(true);
        assertThat(FormValues.of(Type.TEXT, "42")).isEqualTo("42");
    }

    @Test
    void aValueIsShownAsItCanBeTypedAgain() {
        assertThat(FormValues.shown(List.of(1, "50%", "rest"))).isEqualTo("1, 50%, rest");
        assertThat(FormValues.shown(null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"batches,1;x,x", "image,Not An Image,image", "maxParallel,1.7,whole number", "soak,soon,duration"})
    void whatIsWrongWithOneFieldIsSaid(String name, String value, String said) {
        assertThat(FormValues.problems(StepSpecs.CANARY_BATCH, name, value.replace(';', ',')))
                .hasSize(1)
                .first()
                .asString()
                .startsWith(name + ": ")
                .contains(said);
    }

    @ParameterizedTest
    @CsvSource({
        "batches,1",
        "image,registry.example/cart:2",
        "maxFailedClusters,2",
        "container,server",
        "app,''",
        "image,r/cart:${V}"
    })
    void aGoodFieldIsLeftInPeace(String name, String value) {
        assertThat(FormValues.problems(StepSpecs.CANARY_BATCH, name, value)).isEmpty();
    }
}
