package io.jenkins.plugins.greyrelease.kube.client;

import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.TokenRefreshInterceptor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * fabric8's HTTP client on OkHttp, which is what Jenkins ships. Named directly: fabric8 would look for a transport with
 * the class loader of whatever thread it finds itself on.
 *
 * <p>Threads: OkHttp reads each answer and each open watch on a thread of its own. They are daemons, named after the
 * cluster (by OkHttp after the server while it reads), and end a minute after their last use, or when the client is closed.
 */
final class Transport extends OkHttpClientFactory {
    private static final String LOGGING = "HttpLogging";

    private final String cluster;
    private final OpenStreams streams = new OpenStreams();

    private Transport(String cluster) {
        this.cluster = cluster;
    }

    /** Connections to an endpoint; reads the certificates, so it blocks. */
    static Session open(String cluster, Endpoint endpoint) {
        Transport transport = new Transport(cluster);
        HttpClient.Builder builder = transport.newBuilder(endpoint.config());
        builder.addOrReplaceInterceptor(TokenRefreshInterceptor.NAME, null);
        // it would write whole requests, the token among them, to a log that is fine enough
        builder.addOrReplaceInterceptor(LOGGING, null);
        return new Session(endpoint, builder.build(), transport.streams);
    }

    @Override
    protected OkHttpClient.Builder newOkHttpClientBuilder() {
        return super.newOkHttpClientBuilder().addInterceptor(new SentOnce()).addInterceptor(streams);
    }

    /** As many calls at once as are asked for: open watches would use up any limit. {@link RateLimit} limits calls. */
    @Override
    protected Dispatcher initDispatcher() {
        AtomicInteger started = new AtomicInteger();
        Dispatcher dispatcher = new Dispatcher(
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 60, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                    Thread thread = new Thread(work, "grey-release-http-" + cluster + "-" + started.incrementAndGet());
                    thread.setDaemon(true);
                    thread.setContextClassLoader(Transport.class.getClassLoader());
                    return thread;
                }));
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
        return dispatcher;
    }
}
