package io.jenkins.plugins.greyrelease.jenkins.release;

import hudson.XmlFile;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Undertakings as XML files, one each: under way in a directory of the controller, ended in their run's own directory, so
 * that they go when it goes.
 */
final class XmlUndertakings implements UndertakingStore {
    private static final Logger LOGGER = Logger.getLogger(XmlUndertakings.class.getName());
    private static final String ENDING = ".xml";

    private final File directory;
    private final Function<String, Optional<File>> runDirectory;
    private final JobLedger ledger;

    /**
     * @param directory for those under way
     * @param runDirectory where a run keeps its files; empty if it is gone
     * @param ledger hears of every end
     */
    XmlUndertakings(File directory, Function<String, Optional<File>> runDirectory, JobLedger ledger) {
        this.directory = directory;
        this.runDirectory = runDirectory;
        this.ledger = ledger;
    }

    @Override
    public void save(SavedUndertaking undertaking) {
        try {
            File open = new File(directory, undertaking.id + ENDING);
            if (undertaking.ended == null) {
                new XmlFile(open).write(undertaking);
                return;
            }
            Optional<File> run = runDirectory.apply(undertaking.run);
            if (run.isPresent()) {
                new XmlFile(new File(ofRun(run.get()), undertaking.id + ENDING)).write(undertaking);
            } else {
                LOGGER.log(Level.INFO, "Release {0} of {1} ended after its run {2} was deleted: {3} {4}", new Object[] {
                    undertaking.release, undertaking.app, undertaking.run, undertaking.status, undertaking.message
                });
            }
            ledger.note(undertaking);
            new XmlFile(open).delete();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "keeping the release of " + undertaking.app + " of run " + undertaking.run + " on disk", e);
        }
    }

    @Override
    public ReleaseHistory.Archive drawing(SavedUndertaking undertaking) {
        return new HistoryFile(() -> runDirectory
                .apply(undertaking.run)
                .map(run -> ofRun(run).toPath().resolve(undertaking.id + ".json")));
    }

    @Override
    public List<SavedUndertaking> open() {
        return read(directory);
    }

    @Override
    public List<SavedUndertaking> ended(String run) {
        return runDirectory.apply(run).map(dir -> read(ofRun(dir))).orElse(List.of());
    }

    private static File ofRun(File run) {
        return new File(run, ReleaseManager.RUN_DIRECTORY);
    }

    /** One that cannot be read is left where it is, and said. */
    private static List<SavedUndertaking> read(File directory) {
        File[] files = directory.listFiles((dir, name) -> name.endsWith(ENDING));
        List<SavedUndertaking> all = new ArrayList<>();
        for (File file : files == null ? new File[0] : files) {
            try {
                all.add((SavedUndertaking) new XmlFile(file).read());
            } catch (IOException | ClassCastException e) {
                LOGGER.log(
                        Level.WARNING,
                        "The release kept in " + file + " cannot be read and is left alone; if it is under way, run its"
                                + " job again to go on with it",
                        e);
            }
        }
        all.sort(Comparator.comparing(each -> each.begun));
        return all;
    }
}
