package io.jenkins.plugins.greyrelease.jenkins.release;

import io.jenkins.plugins.greyrelease.runtime.Ids;
import io.jenkins.plugins.greyrelease.step.ReleaseRequest;
import io.jenkins.plugins.greyrelease.step.StepSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** All undertakings of a controller: those under way in memory, those that have ended on disk. Thread-safe. */
final class Undertakings {
    private static final int ID_LENGTH = 16;
    private static final String GONE = "the run that began it is gone";

    private final Setting setting;
    private final Ids ids;
    private final Function<String, StepSpec> steps;
    private final Map<String, Undertaking> known = new LinkedHashMap<>();

    /**
     * @param steps a step by its name
     */
    Undertakings(Setting setting, Ids ids, Function<String, StepSpec> steps) {
        this.setting = setting;
        this.ids = ids;
        this.steps = steps;
    }

    /**
     * Begins what a step asks for. A step that comes back after a restart gets what it had: by its id, or, if the
     * controller died before the run had kept that, because the same run asks for the same.
     *
     * @param id of the undertaking, if the step has one; null otherwise
     * @param run as {@code Run.getExternalizableId()}
     * @return at once; reading, choosing and releasing happen later
     * @throws io.jenkins.plugins.greyrelease.plan.BadArgumentsException with everything that is wrong
     */
    Undertaking attend(String id, String run, StepSpec step, Map<String, Object> given, Attendant attendant) {
        ReleaseRequest request = ReleaseRequest.of(step, given);
        String asked = JsonMaps.write(given);
        Undertaking undertaking;
        boolean fresh;
        synchronized (known) {
            forget();
            Optional<Undertaking> before = Optional.ofNullable(id)
                    .map(known::get)
                    .or(() -> ended(run, id))
                    .or(() -> known.values().stream()
                            .filter(each -> each.asksTheSame(run, step.name(), asked))
                            .filter(each -> each.outcome().isEmpty()
                                    && !each.attendance().attended())
                            .findFirst());
            fresh = before.isEmpty();
            undertaking = before.orElseGet(() -> create(run, step, request, asked));
            known.put(undertaking.id(), undertaking);
        }
        undertaking.attendance().attach(attendant);
        if (fresh) {
            undertaking.start();
        }
        return undertaking;
    }

    private Optional<Undertaking> ended(String run, String id) {
        return id == null
                ? Optional.empty()
                : setting.store().ended(run).stream()
                        .filter(each -> each.id.equals(id))
                        .findFirst()
                        .map(this::of);
    }

    private Undertaking create(String run, StepSpec step, ReleaseRequest request, String asked) {
        SavedUndertaking saved = new SavedUndertaking();
        saved.id = ids.next(ID_LENGTH);
        saved.run = run;
        saved.step = step.name();
        saved.app = request.app();
        saved.namespace = request.namespace();
        saved.asked = asked;
        saved.arguments = asked;
        saved.begun = setting.scheduler().now().toString();
        Undertaking undertaking = new Undertaking(saved, step, setting);
        undertaking.save();
        return undertaking;
    }

    private Undertaking of(SavedUndertaking saved) {
        return new Undertaking(saved, steps.apply(saved.step), setting);
    }

    /**
     * Goes on with everything that had not ended when the controller last stopped.
     *
     * @param alive whether a run still exists and will come back to wait
     */
    void resume(Predicate<String> alive) {
        for (SavedUndertaking saved : setting.store().open()) {
            Undertaking undertaking;
            synchronized (known) {
                if (known.containsKey(saved.id)) {
                    continue;
                }
                undertaking = of(saved);
                known.put(saved.id, undertaking);
            }
            if (!alive.test(saved.run)) {
                undertaking.forsake(GONE);
            }
            undertaking.start();
        }
    }

    /** A run has ended or was deleted: what it began goes to a safe end without it. */
    void gone(String run) {
        all().stream().filter(each -> each.runId().equals(run)).forEach(each -> each.forsake(GONE));
        synchronized (known) {
            known.values()
                    .removeIf(each -> each.runId().equals(run) && each.outcome().isPresent());
            forget();
        }
    }

    /** What ended after its run is on disk, and nobody will ask for it here. */
    private void forget() {
        known.values()
                .removeIf(
                        each -> each.outcome().isPresent() && each.attendance().forsaken());
    }

    /** A job was renamed: {@code from} and {@code to} are what the ids of its runs begin with. */
    void renamed(String from, String to) {
        all().stream()
                .filter(each -> each.runId().startsWith(from))
                .forEach(each -> each.renamed(to + each.runId().substring(from.length())));
    }

    /** The process is about to end. */
    void letGo() {
        all().forEach(Undertaking::letGo);
    }

    /** Those that have not ended, and those that ended lately. */
    List<Undertaking> all() {
        synchronized (known) {
            return List.copyOf(known.values());
        }
    }

    /** Those of a run, oldest first, ended ones among them. */
    List<Undertaking> ofRun(String run) {
        Map<String, Undertaking> found = new LinkedHashMap<>();
        setting.store().ended(run).forEach(saved -> found.put(saved.id, of(saved)));
        all().stream().filter(each -> each.runId().equals(run)).forEach(each -> found.put(each.id(), each));
        List<Undertaking> sorted = new ArrayList<>(found.values());
        sorted.sort(Comparator.comparing(Undertaking::begun));
        return sorted;
    }
}
