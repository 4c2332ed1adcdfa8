package io.jenkins.plugins.greyrelease.marked;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** Where slf4j logs in tests: nowhere, unless somebody {@link Overheard listens}; then every level of every logger. */
public final class Slf4jEars implements SLF4JServiceProvider {
    private static final List<StringBuilder> EARS = new CopyOnWriteArrayList<>();

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new NOPMDCAdapter();

    static void add(StringBuilder ear) {
        EARS.add(ear);
    }

    static void remove(StringBuilder ear) {
        EARS.removeIf(each -> each == ear);
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return Ear::new;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {
        // nothing to prepare
    }

    private static final class Ear extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;

        Ear(String name) {
            this.name = name;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
            String text =
                    name + ' ' + level + ' ' + MessageFormatter.basicArrayFormat(pattern, arguments) + ' ' + thrown;
            for (StringBuilder ear : EARS) {
                synchronized (ear) {
                    ear.append(text).append('\n');
                }
            }
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return Ear.class.getName();
        }

        @Override
        public boolean isTraceEnabled() {
            return !EARS.isEmpty();
        }

        @Override
        public boolean isDebugEnabled() {
            return !EARS.isEmpty();
        }

        @Override
        public boolean isInfoEnabled() {
            return !EARS.isEmpty();
        }

        @Override
        public boolean isWarnEnabled() {
            return !EARS.isEmpty();
        }

        @Override
        public boolean isErrorEnabled() {
            return !EARS.isEmpty();
        }
    }
}
