package io.jenkins.plugins.greyrelease.jenkins.release;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A disk that survives the death of a process: what is handed in is copied, what comes out is a copy. */
final class MemoryStore implements UndertakingStore {
    private final Map<String, SavedUndertaking> all = new LinkedHashMap<>();

    @Override
    public void save(SavedUndertaking undertaking) {
        all.put(undertaking.id, copy(undertaking));
    }

    @Override
    public ReleaseHistory.Archive drawing(SavedUndertaking undertaking) {
        return new ReleaseHistory.Archive() {
            @Override
            public Optional<Recording> read() {
                return Optional.empty();
            }

            @Override
            public void write(Recording recording) {
                // no test here looks at drawings
            }
        };
    }

    @Override
    public List<SavedUndertaking> open() {
        return copies(saved -> saved.ended == null);
    }

    @Override
    public List<SavedUndertaking> ended(String run) {
        return copies(saved -> saved.ended != null && saved.run.equals(run));
    }

    private List<SavedUndertaking> copies(java.util.function.Predicate<SavedUndertaking> wanted) {
        List<SavedUndertaking> copies = new ArrayList<>();
        all.values().stream().filter(wanted).forEach(saved -> copies.add(copy(saved)));
        return copies;
    }

    private static SavedUndertaking copy(SavedUndertaking from) {
        SavedUndertaking copy = new SavedUndertaking();
        copy.id = from.id;
        copy.run = from.run;
        copy.step = from.step;
        copy.app = from.app;
        copy.namespace = from.namespace;
        copy.asked = from.asked;
        copy.arguments = from.arguments;
        copy.manifest = from.manifest;
        copy.notes = from.notes;
        copy.news = from.news;
        copy.begun = from.begun;
        copy.release = from.release;
        copy.abortedBy = from.abortedBy;
        copy.ended = from.ended;
        copy.status = from.status;
        copy.message = from.message;
        copy.result = from.result;
        return copy;
    }
}
