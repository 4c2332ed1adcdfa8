package io.jenkins.plugins.greyrelease.image.checkout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * An object as the difference to another one: pieces of that, and bytes of its own; see gitformat-pack(5). Pure.
 *
 * <p>Example: of the base {@code abcdef}, "6 bytes become 4; copy 2 bytes from 3; these 2 bytes: xy" makes {@code dexy}.
 */
final class Delta {
    private final byte[] base;
    private final byte[] delta;
    private int at;

    private Delta(byte[] base, byte[] delta) {
        this.base = base;
        this.delta = delta;
    }

    /** @throws IOException if the difference is not to this base */
    static byte[] apply(byte[] base, byte[] delta) throws IOException {
        try {
            return new Delta(base, delta).apply();
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("an object in a pack is damaged: its difference leads out of its base", e);
        }
    }

    private byte[] apply() throws IOException {
        if (size() != base.length) {
            throw new IOException("an object in a pack is damaged: its difference is to another base");
        }
        int wanted = size();
        if (wanted > GitObjects.BIGGEST) {
            throw new IOException("an object of " + wanted + " bytes is no commit");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(wanted);
        while (at < delta.length && out.size() <= wanted) {
            int order = next();
            if ((order & 0x80) != 0) {
                int from = bytes(order, 4);
                int length = bytes(order >> 4, 3);
                out.write(base, from, length == 0 ? 0x10000 : length);
            } else {
                out.write(delta, at, order);
                at += order;
            }
        }
        if (out.size() != wanted) {
            throw new IOException("an object in a pack is damaged: " + out.size() + " bytes instead of " + wanted);
        }
        return out.toByteArray();
    }

    private int next() {
        return delta[at++] & 0xff;
    }

    /** Seven bits in a byte, the lowest first. */
    private int size() {
        int size = 0;
        int shift = 0;
        int next;
        do {
            next = next();
            size |= (next & 0x7f) << shift;
            shift += 7;
        } while ((next & 0x80) != 0);
        return size;
    }

    /** A number of up to so many bytes, the lowest first, of which the order says which are there. */
    private int bytes(int which, int most) {
        int number = 0;
        for (int i = 0; i < most; i++) {
            if ((which >> i & 1) != 0) {
                number |= next() << 8 * i;
            }
        }
        return number;
    }
}
