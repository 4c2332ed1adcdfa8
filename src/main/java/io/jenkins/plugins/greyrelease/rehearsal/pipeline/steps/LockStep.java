package io.jenkins.plugins.greyrelease.rehearsal.pipeline.steps;

import static io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.step;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Body;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Scope;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepContext;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepHandler;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.StepSpec.Type;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** {@code lock}: branches of this run wait for each other, in order; nobody else holds anything. */
final class LockStep implements StepHandler {

    @Override
    public StepSpec spec() {
        return step("lock")
                .soleOptional("resource", Type.STRING)
                .optional("label", Type.STRING)
                .optional("quantity", Type.INTEGER)
                .optional("variable", Type.STRING)
                .optional("inversePrecedence", Type.BOOLEAN)
                .optional("skipIfLocked", Type.BOOLEAN)
                .optional("extra", Type.LIST)
                .withBlock()
                .flow();
    }

    @Override
    public void start(StepContext context, Map<String, Object> values, Body body) {
        Args args = new Args(values, body);
        String resource = args.text("resource").or(() -> args.text("label")).orElse("");
        Locks locks = context.build().shared(Locks.class, Locks::new);
        Runnable work = () -> run(context, args, resource, locks);
        if (locks.isHeld(resource) && args.flag("skipIfLocked", false)) {
            context.log("[" + resource + "] is locked, skipping execution");
            context.succeed(null);
            return;
        }
        context.onStop(why -> {
            locks.forget(resource, work);
            context.fail(why);
        });
        locks.acquire(resource, work);
    }

    private static void run(StepContext context, Args args, String resource, Locks locks) {
        context.log("Lock acquired on [" + resource + "]");
        Scope scope = args.text("variable")
                .map(name -> context.scope().with(Map.of(name, resource)))
                .orElse(context.scope());
        context.run(args.body(), scope, "", result -> {
            context.log("Lock released on [" + resource + "]");
            Bodies.passOn(context, result);
            locks.release(resource);
        });
    }

    /** Who holds and who waits, by resource; the first in line holds it. */
    static final class Locks {
        private final Map<String, Deque<Runnable>> queues = new TreeMap<>();

        boolean isHeld(String resource) {
            return !queues.getOrDefault(resource, new ArrayDeque<>()).isEmpty();
        }

        void acquire(String resource, Runnable work) {
            Deque<Runnable> queue = queues.computeIfAbsent(resource, r -> new ArrayDeque<>());
            queue.add(work);
            if (queue.size() == 1) {
                work.run();
            }
        }

        void forget(String resource, Runnable work) {
            queues.get(resource).remove(work);
        }

        void release(String resource) {
            Deque<Runnable> queue = queues.get(resource);
            queue.poll();
            if (!queue.isEmpty()) {
                queue.peek().run();
            }
        }
    }
}
