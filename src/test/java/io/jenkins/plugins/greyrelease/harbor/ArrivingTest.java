package io.jenkins.plugins.greyrelease.harbor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.greyrelease.harbor.Wish.Via;
import io.jenkins.plugins.greyrelease.image.CopyProgress;
import io.jenkins.plugins.greyrelease.image.Digest;
import io.jenkins.plugins.greyrelease.rehearsal.registry.SampleImage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArrivingTest {
    private final Two two = new Two();

    @Test
    void countsTheBlobsThatSomebodyElseBrings() {
        SampleImage whole = SampleImage.of("large", 1000, 2000, 4000);
        two.test.put(Two.REPOSITORY, "2.0", whole);
        // of one seed, so with the same layers as far as they go
        two.gd9.put(Two.REPOSITORY, "before", SampleImage.of("large", 1000));
        Wish wish = new Wish(
                Two.REPOSITORY,
                Digest.of(whole.digest()),
                List.of(),
                Via.REPLICATION,
                Duration.ofHours(1),
                Optional.empty(),
                false);

        Arriving arriving = two.await(
                Arriving.of(two.site(two.test).registry(), two.site(two.gd9).registry(), wish, two.time));
        CopyProgress before = two.await(arriving.look());
        two.gd9.put(Two.REPOSITORY, "meanwhile", SampleImage.of("large", 1000, 2000));
        CopyProgress meanwhile = two.await(arriving.look());
        two.gd9.put(Two.REPOSITORY, "2.0", whole);
        CopyProgress after = two.await(arriving.look());

        assertThat(before.bytes()).isZero();
        assertThat(before.total()).isEqualTo(whole.size() - 1000);
        assertThat(meanwhile.bytes()).isEqualTo(2000);
        assertThat(after.bytes()).isEqualTo(after.total());
    }
}
