package io.jenkins.plugins.greyrelease.jenkins.release;

import com.fasterxml.jackson.core.JacksonException;
import io.jenkins.plugins.greyrelease.jira.Tie;
import io.jenkins.plugins.greyrelease.jira.TieStore;
import io.jenkins.plugins.greyrelease.manifest.Json;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The tickets that runs are tied to, as JSON files in a directory of the controller, one each, until that is over. */
final class TicketFiles implements TieStore {
    private static final Logger LOGGER = Logger.getLogger(TicketFiles.class.getName());
    private static final String ENDING = ".json";

    private final Path directory;

    TicketFiles(Path directory) {
        this.directory = directory;
    }

    private Path file(Tie tie) {
        byte[] key = (tie.run() + "\n" + tie.issue()).getBytes(StandardCharsets.UTF_8);
        return directory.resolve(UUID.nameUUIDFromBytes(key) + ENDING);
    }

    @Override
    public void save(Tie tie) {
        Path target = file(tie);
        try {
            Files.createDirectories(directory);
            Path fresh = target.resolveSibling(target.getFileName() + ".new");
            Files.write(fresh, Json.MAPPER.writeValueAsBytes(tie));
            Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOGGER.log(
                    Level.WARNING,
                    "What " + tie.issue() + " is to be told of run " + tie.run() + " cannot be kept in " + target
                            + ": it is lost if Jenkins restarts",
                    e);
        }
    }

    @Override
    public void forget(Tie tie) {
        try {
            Files.deleteIfExists(file(tie));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Delete " + file(tie) + " by hand: what was in it is done", e);
        }
    }

    /** One that cannot be read is left where it is, and said. */
    @Override
    public List<Tie> open() {
        File[] files = directory.toFile().listFiles((dir, name) -> name.endsWith(ENDING));
        List<Tie> ties = new ArrayList<>();
        if (files != null) {
            Arrays.sort(files);
            for (File file : files) {
                try {
                    ties.add(Json.MAPPER.readValue(Files.readAllBytes(file.toPath()), Tie.class));
                } catch (JacksonException e) {
                    LOGGER.log(Level.WARNING, file + " is nothing that this version can read, and is left alone", e);
                } catch (IOException e) {
                    LOGGER.log(Level.WARNING, "What a ticket is to be told cannot be read from " + file, e);
                }
            }
        }
        return ties;
    }
}
