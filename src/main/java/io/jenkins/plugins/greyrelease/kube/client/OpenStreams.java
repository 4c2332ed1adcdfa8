package io.jenkins.plugins.greyrelease.kube.client;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Breaks off answers that are still being read. fabric8 would close an answer on another thread than the one that reads
 * it, which OkHttp does not allow: both then take from one buffer, and the pool of buffers that all connections share may
 * get one twice. A call that is cancelled instead ends for its reader, who closes it.
 *
 * <p>A request says by a header, which is not sent, under which name it can be broken off. Thread-safe.
 */
final class OpenStreams implements Interceptor {
    /** The header. */
    static final String NAME = "Grey-Release-Stream";

    private final Map<String, Call> open = new ConcurrentHashMap<>();
    private final AtomicLong named = new AtomicLong();

    /** A name that no other has. */
    String next() {
        return Long.toString(named.incrementAndGet());
    }

    /** Ends it, if it is there; to be called once it has ended by itself too. Does not block. */
    void breakOff(String name) {
        Call call = open.remove(name);
        if (call != null) {
            call.cancel();
        }
    }

    /** How many there are. */
    int size() {
        return open.size();
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        String name = request.header(NAME);
        if (name == null) {
            return chain.proceed(request);
        }
        open.put(name, chain.call());
        try {
            return chain.proceed(request.newBuilder().removeHeader(NAME).build());
        } catch (IOException | RuntimeException e) {
            open.remove(name);
            throw e;
        }
    }
}
