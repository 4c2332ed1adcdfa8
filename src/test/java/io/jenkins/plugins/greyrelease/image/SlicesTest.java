package io.jenkins.plugins.greyrelease.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import org.junit.jupiter.api.Test;

class SlicesTest {
    private final byte[] bytes = new byte[(5 << 17) + 3];

    SlicesTest() {
        new Random(1).nextBytes(bytes);
    }

    /** Takes as much as it is told to, and keeps it. */
    private static final class Taker implements Subscriber<ByteBuffer> {
        final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        final List<Integer> sizes = new ArrayList<>();
        final List<String> ends = new ArrayList<>();
        final int atOnce;
        Subscription subscription;

        Taker(int atOnce) {
            this.atOnce = atOnce;
        }

        @Override
        public void onSubscribe(Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(ByteBuffer slice) {
            sizes.add(slice.remaining());
            byte[] part = new byte[slice.remaining()];
            slice.get(part);
            taken.writeBytes(part);
            if (atOnce > 0) {
                subscription.request(atOnce);
            }
        }

        @Override
        public void onError(Throwable failure) {
            ends.add(failure.getMessage());
        }

        @Override
        public void onComplete() {
            ends.add("complete");
        }
    }

    @Test
    void whoAsksAgainFromWithinGetsAllBytesOnceAndTheEndOnce() {
        Taker taker = new Taker(1);
        new Slices(ByteBuffer.wrap(bytes)).subscribe(taker);
        taker.subscription.request(1);
        taker.subscription.request(5);

        assertThat(taker.taken.toByteArray()).isEqualTo(bytes);
        assertThat(taker.ends).containsExactly("complete");
    }

    @Test
    void noMoreIsSentThanWasAskedFor() {
        Taker taker = new Taker(0);
        new Slices(ByteBuffer.wrap(bytes)).subscribe(taker);
        assertThat(taker.sizes).isEmpty();
        taker.subscription.request(2);

        assertThat(taker.sizes).hasSize(2);
        assertThat(taker.ends).isEmpty();
        taker.subscription.request(Long.MAX_VALUE);
        taker.subscription.request(Long.MAX_VALUE);
        assertThat(taker.taken.toByteArray()).isEqualTo(bytes);
        assertThat(taker.ends).containsExactly("complete");
    }

    @Test
    void eachSubscriberBeginsWhereTheBytesDid() {
        Slices slices = new Slices(ByteBuffer.wrap(bytes, 100, 50));
        for (int i = 0; i < 2; i++) {
            Taker taker = new Taker(1);
            slices.subscribe(taker);
            taker.subscription.request(1);
            assertThat(taker.taken.toByteArray()).isEqualTo(Arrays.copyOfRange(bytes, 100, 150));
        }
    }

    @Test
    void nothingComesAfterACancelOrABadRequest() {
        Taker cancelled = new Taker(0);
        new Slices(ByteBuffer.wrap(bytes)).subscribe(cancelled);
        cancelled.subscription.request(1);
        cancelled.subscription.cancel();
        cancelled.subscription.request(1);
        Taker wrong = new Taker(0);
        new Slices(ByteBuffer.wrap(bytes)).subscribe(wrong);
        wrong.subscription.request(0);
        wrong.subscription.request(1);

        assertThat(cancelled.sizes).hasSize(1);
        assertThat(cancelled.ends).isEmpty();
        assertThat(wrong.sizes).isEmpty();
        assertThat(wrong.ends).containsExactly("asked for 0 slices");
    }
}
