package io.jenkins.plugins.greyrelease.marked;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** All that is logged while this is open, by whatever logger, down to the finest level. */
public final class Overheard implements AutoCloseable {
    private static final Logger ROOT = LogManager.getLogManager().getLogger("");

    private final Level before = ROOT.getLevel();
    private final StringBuilder heard = new StringBuilder();
    private final Handler ear = new Ear();

    public Overheard() {
        ear.setLevel(Level.ALL);
        ROOT.addHandler(ear);
        ROOT.setLevel(Level.ALL);
        Slf4jEars.add(heard);
    }

    private final class Ear extends Handler {
        private final SimpleFormatter format = new SimpleFormatter();

        @Override
        public void publish(LogRecord entry) {
            String text = format.format(entry);
            synchronized (heard) {
                heard.append(entry.getLoggerName()).append(' ').append(text).append('\n');
            }
        }

        @Override
        public void flush() {
            // everything is in memory at once
        }

        @Override
        public void close() {
            // nothing is held open
        }
    }

    /** What was logged so far. */
    public String heard() {
        synchronized (heard) {
            return heard.toString();
        }
    }

    @Override
    public void close() {
        Slf4jEars.remove(heard);
        ROOT.setLevel(before);
        ROOT.removeHandler(ear);
    }
}
