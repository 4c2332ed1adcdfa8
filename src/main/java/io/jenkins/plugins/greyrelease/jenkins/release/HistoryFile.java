package io.jenkins.plugins.greyrelease.jenkins.release;

import com.fasterxml.jackson.core.JacksonException;
import io.jenkins.plugins.greyrelease.manifest.Json;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A recording as a JSON file in its run's directory, where it goes when the run goes. Fields that this version does not
 * know are passed over, and what an older one did not write is empty.
 */
final class HistoryFile implements ReleaseHistory.Archive {
    private static final Logger LOGGER = Logger.getLogger(HistoryFile.class.getName());

    private final Supplier<Optional<Path>> place;

    /**
     * @param place the file; empty if there is no place for it, since the run is gone
     */
    HistoryFile(Supplier<Optional<Path>> place) {
        this.place = place;
    }

    @Override
    public Optional<Recording> read() {
        Optional<Path> file = place.get();
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.MAPPER.readValue(Files.readAllBytes(file.get()), Recording.class))
                    .filter(recording -> recording.start() != null);
        } catch (NoSuchFileException e) {
            LOGGER.log(Level.FINEST, "No drawing yet in {0}", file.get());
            return Optional.empty();
        } catch (JacksonException e) {
            LOGGER.log(
                    Level.WARNING,
                    "The drawing of a release in " + file.get() + " cannot be understood and begins anew: "
                            + e.getOriginalMessage());
            return Optional.empty();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The drawing of a release cannot be read from " + file.get(), e);
            return Optional.empty();
        }
    }

    @Override
    public void write(Recording recording) {
        Optional<Path> file = place.get();
        if (file.isEmpty()) {
            return;
        }
        Path target = file.get();
        try {
            Files.createDirectories(target.getParent());
            Path fresh = target.resolveSibling(target.getFileName() + ".new");
            Files.write(fresh, Json.MAPPER.writeValueAsBytes(recording));
            replace(fresh, target);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The drawing of a release cannot be kept in " + target, e);
        }
    }

    private static void replace(Path fresh, Path target) throws IOException {
        try {
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            LOGGER.log(Level.FINE, "No atomic move on this file system", e);
            Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
