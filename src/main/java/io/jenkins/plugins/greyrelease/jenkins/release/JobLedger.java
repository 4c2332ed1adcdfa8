package io.jenkins.plugins.greyrelease.jenkins.release;

import com.fasterxml.jackson.core.JacksonException;
import io.jenkins.plugins.greyrelease.manifest.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps, in a file of each job, which versions its releases left where: its builds may be deleted, what they released
 * runs on. Thread-safe.
 */
public final class JobLedger {
    private static final Logger LOGGER = Logger.getLogger(JobLedger.class.getName());
    private static final String NAME = "grey-release.json";

    private final Function<String, Optional<File>> jobDirectory;

    /**
     * @param jobDirectory of the job that a run belongs to, by {@code Run.getExternalizableId()}; empty if it is gone
     */
    JobLedger(Function<String, Optional<File>> jobDirectory) {
        this.jobDirectory = jobDirectory;
    }

    /** Whether a job has anything written down; asks the disk, and cheaply. */
    public static boolean has(File jobDirectory) {
        return new File(jobDirectory, NAME).isFile();
    }

    /** What a job's releases left where; empty if that cannot be read. */
    public static VersionsInService read(File jobDirectory) {
        Path file = jobDirectory.toPath().resolve(NAME);
        try {
            return Files.exists(file)
                    ? Json.MAPPER.readValue(Files.readAllBytes(file), VersionsInService.class)
                    : new VersionsInService(null);
        } catch (JacksonException e) {
            LOGGER.log(
                    Level.WARNING,
                    "What runs where cannot be understood in " + file + " and is written down anew with the next"
                            + " release: " + e.getOriginalMessage());
            return new VersionsInService(null);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "What runs where cannot be read from " + file, e);
            return new VersionsInService(null);
        }
    }

    /** A release has ended. Never fails: a summary is not worth a release. */
    synchronized void note(SavedUndertaking ended) {
        Optional<File> job = jobDirectory.apply(ended.run).filter(File::isDirectory);
        if (job.isEmpty()) {
            return;
        }
        VersionsInService before = read(job.get());
        VersionsInService now = before.after(ended, JsonMaps.read(ended.result));
        if (now.equals(before)) {
            return;
        }
        Path file = job.get().toPath().resolve(NAME);
        Path fresh = file.resolveSibling(NAME + ".new");
        try {
            Files.write(fresh, Json.MAPPER.writeValueAsBytes(now));
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "What runs where cannot be kept in " + file, e);
        }
    }
}
