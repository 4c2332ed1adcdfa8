package io.jenkins.plugins.greyrelease.image.checkout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A pack of Git's, with its index of version 2, as gitformat-pack(5) describes them. An object is there whole, or as the
 * difference to another one.
 *
 * <p>Threads: one at a time.
 */
final class Pack implements AutoCloseable {
    private static final int MAGIC = 0xff744f63;
    private static final int VERSION = 2;
    private static final int HEADING = 8;
    private static final int FANOUT = 256 * 4;
    private static final int COMMIT = 1;
    private static final int BY_OFFSET = 6;
    private static final int BY_ID = 7;
    /** Git itself makes chains of at most 4,095. */
    private static final int LONGEST_CHAIN = 4096;

    private static final int PIECE = 8192;

    private final Path index;
    private final int idLength;
    private final RandomAccessFile table;
    private final RandomAccessFile objects;

    private Pack(Path index, int idLength) throws IOException {
        this.index = index;
        this.idLength = idLength;
        this.table = new RandomAccessFile(index.toFile(), "r");
        try {
            this.objects = new RandomAccessFile(index.toString().replaceFirst("idx$", "pack"), "r");
        } catch (IOException e) {
            table.close();
            throw e;
        }
    }

    /**
     * Reads a commit.
     *
     * @param index a file {@code .idx}; the {@code .pack} lies beside it
     * @return empty if it is in another pack
     */
    static Optional<byte[]> read(Path index, String id) throws IOException {
        byte[] wanted = HexFormat.of().parseHex(id);
        try (Pack pack = new Pack(index, wanted.length)) {
            long offset = pack.offset(wanted);
            return offset < 0 ? Optional.empty() : Optional.of(pack.object(offset, 0));
        }
    }

    @Override
    public void close() throws IOException {
        try (table) {
            objects.close();
        }
    }

    /** Where the object begins in the pack; -1: it is not there. */
    private long offset(byte[] id) throws IOException {
        table.seek(0);
        if (table.readInt() != MAGIC || table.readInt() != VERSION) {
            throw new IOException(index + " has a form that is not understood");
        }
        int first = id[0] & 0xff;
        long low = first == 0 ? 0 : number(HEADING + (first - 1) * 4L);
        long high = number(HEADING + first * 4L);
        long count = number(HEADING + FANOUT - 4);
        long ids = HEADING + FANOUT;
        byte[] found = new byte[idLength];
        while (low < high) {
            long middle = (low + high) >>> 1;
            table.seek(ids + middle * idLength);
            table.readFully(found);
            int order = Arrays.compareUnsigned(found, id);
            if (order == 0) {
                return position(ids + count * (idLength + 4L), count, middle);
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle;
        }
        return -1;
    }

    /** Packs of more than 2 GiB have a second table, of long numbers. */
    private long position(long offsets, long count, long at) throws IOException {
        int small = number(offsets + at * 4);
        if (small >= 0) {
            return small;
        }
        table.seek(offsets + count * 4 + (small & 0x7fffffffL) * 8);
        return table.readLong();
    }

    private int number(long at) throws IOException {
        table.seek(at);
        return table.readInt();
    }

    private byte[] object(long at, int depth) throws IOException {
        if (depth > LONGEST_CHAIN) {
            throw new IOException(index + " has differences to differences without end");
        }
        objects.seek(at);
        int head = objects.readUnsignedByte();
        int type = head >> 4 & 7;
        long size = head & 15;
        for (int shift = 4; (head & 0x80) != 0 && shift < Integer.SIZE; shift += 7) {
            head = objects.readUnsignedByte();
            size |= (head & 0x7fL) << shift;
        }
        if (size > GitObjects.BIGGEST || type != COMMIT && type != BY_OFFSET && type != BY_ID) {
            throw new IOException("an object of kind " + type + " and " + size + " bytes is no commit");
        }
        if (type == COMMIT) {
            return inflated((int) size);
        }
        long base = type == BY_OFFSET ? at - distance() : offset(nextId());
        if (base < 0) {
            throw new IOException(index + " lacks what an object is the difference to");
        }
        byte[] delta = inflated((int) size);
        return Delta.apply(object(base, depth + 1), delta);
    }

    private byte[] nextId() throws IOException {
        byte[] id = new byte[idLength];
        objects.readFully(id);
        return id;
    }

    /** How far before this one the other object begins: seven bits in a byte, the highest first, each step one more. */
    private long distance() throws IOException {
        int next = objects.readUnsignedByte();
        long distance = next & 0x7f;
        while ((next & 0x80) != 0) {
            next = objects.readUnsignedByte();
            distance = (distance + 1 << 7) + (next & 0x7f);
        }
        return distance;
    }

    private byte[] inflated(int size) throws IOException {
        Inflater inflater = new Inflater();
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream(size);
            byte[] packed = new byte[PIECE];
            byte[] plain = new byte[PIECE];
            while (!inflater.finished()) {
                if (inflater.needsInput()) {
                    int read = objects.read(packed);
                    if (read < 0) {
                        throw new IOException(index + " belongs to a pack that is cut off");
                    }
                    inflater.setInput(packed, 0, read);
                }
                out.write(plain, 0, inflater.inflate(plain));
                if (out.size() > size || inflater.needsDictionary()) {
                    throw new IOException(index + " belongs to a pack that is damaged");
                }
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new IOException(index + " belongs to a pack that is damaged: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }
}
