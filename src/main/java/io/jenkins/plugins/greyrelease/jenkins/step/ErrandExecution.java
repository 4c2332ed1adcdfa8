package io.jenkins.plugins.greyrelease.jenkins.step;

import hudson.model.Run;
import io.jenkins.plugins.greyrelease.image.build.LayerOrder;
import io.jenkins.plugins.greyrelease.image.build.Layers;
import io.jenkins.plugins.greyrelease.jenkins.config.JobDefaults;
import io.jenkins.plugins.greyrelease.jenkins.release.Attendant;
import io.jenkins.plugins.greyrelease.jenkins.release.Errands;
import io.jenkins.plugins.greyrelease.rollout.ReleaseHooks.Verdict;
import io.jenkins.plugins.greyrelease.step.Errand;
import io.jenkins.plugins.greyrelease.step.ErrandWork;
import io.jenkins.plugins.greyrelease.step.StepOutcome;
import io.jenkins.plugins.greyrelease.step.StepSpecs;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A step that does something in clusters and is no release. Nothing of it outlives the run: after a restart of the
 * controller it is simply done again, with what it has kept, and a run of its block that was under way is joined.
 */
final class ErrandExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    private final String step;
    private final LinkedHashMap<String, Object> arguments;
    private final StepBlock block = new StepBlock();
    private LinkedHashMap<String, String> notes = new LinkedHashMap<>();
    /** Why Jenkins stopped the step; null: it did not. */
    private volatile Throwable stopped;

    private transient volatile ErrandWork work;

    private ErrandExecution(StepContext context, String step, Map<String, Object> arguments) {
        super(context);
        this.step = step;
        this.arguments = new LinkedHashMap<>(arguments);
    }

    /** An execution of a step whose arguments, with the job's defaults, are good. */
    static ErrandExecution of(GreyStep step, StepContext context) throws IOException, InterruptedException {
        Map<String, Object> arguments =
                JobDefaults.under(context.get(Run.class).getParent(), step.spec(), step.arguments());
        GreyStep.read(arguments, given -> Errand.of(step.spec(), given));
        GreyStep.needBlock(step.spec(), context.hasBody());
        return new ErrandExecution(context, step.spec().name(), arguments);
    }

    @Override
    public boolean start() throws Exception {
        begin();
        return false;
    }

    @Override
    public void onResume() {
        try {
            begin();
        } catch (IOException | InterruptedException | RuntimeException e) {
            getContext().onFailure(e);
        }
    }

    private void begin() throws IOException, InterruptedException {
        ErrandWork begins =
                Errands.of(getContext().get(Run.class), StepSpecs.named(step).orElseThrow(), arguments, new Lent());
        work = begins;
        if (stopped != null) {
            begins.stop(Interrupted.words(stopped));
        }
        begins.start().thenAccept(end -> block.whenIdle(() -> finish(end)));
    }

    private void finish(StepOutcome outcome) {
        surroundings().finish(outcome, block.failure().orElse(null), stopped);
    }

    /** The program is saved on a thread of its own: what the step keeps may come meanwhile. */
    private void writeObject(ObjectOutputStream out) throws IOException {
        synchronized (notes) {
            out.defaultWriteObject();
        }
    }

    /** An older version kept nothing. */
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        notes = notes == null ? new LinkedHashMap<>() : notes;
    }

    /** Begins nothing new: the step ends when what is under way has come back. */
    @Override
    public void stop(Throwable cause) {
        stopped = cause;
        ErrandWork under = work;
        if (under != null) {
            under.stop(Interrupted.words(cause));
        }
    }

    @Override
    public String getStatus() {
        ErrandWork under = work;
        return under == null ? "about to begin" : under.status();
    }

    private StepSurroundings surroundings() {
        return new StepSurroundings(getContext(), step);
    }

    /** What this run lends to the errand. */
    private final class Lent implements Attendant {
        @Override
        public void log(String line) {
            surroundings().log(line);
        }

        @Override
        public CompletableFuture<String> readFile(String path) {
            return surroundings().readFile(path);
        }

        @Override
        public CompletableFuture<Layers> layers(LayerOrder order) {
            return surroundings().layers(order);
        }

        @Override
        public Optional<String> kept(String name) {
            synchronized (notes) {
                return Optional.ofNullable(notes.get(name));
            }
        }

        @Override
        public CompletableFuture<Void> keep(String name, String text) {
            synchronized (notes) {
                notes.put(name, text);
            }
            return surroundings().save();
        }

        @Override
        public CompletableFuture<Verdict> block(Map<String, String> environment, String label) {
            return block.run(surroundings()::body, environment, label);
        }

        @Override
        public void ended(StepOutcome outcome) {
            throw new IllegalStateException("an errand says itself that it has ended");
        }
    }
}
