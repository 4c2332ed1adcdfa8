package io.jenkins.plugins.greyrelease.jenkins.approval;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.greyrelease.approval.People;
import io.jenkins.plugins.greyrelease.step.ApprovalRun;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The approvals that somebody waits for in this process. Thread-safe. */
@Extension
public class OpenApprovals {
    private final Map<Key, Open> open = new ConcurrentHashMap<>();

    private record Key(String run, String approval) {}

    /**
     * One of them.
     *
     * @param run takes votes
     * @param people whose votes they are
     */
    public record Open(ApprovalRun run, People people) {}

    /** The only one. */
    public static OpenApprovals get() {
        return ExtensionList.lookupSingleton(OpenApprovals.class);
    }

    /** Somebody waits for it from now on. */
    public void add(String run, String approval, Open waiting) {
        open.put(new Key(run, approval), waiting);
    }

    /** It has ended. */
    public void remove(String run, String approval) {
        open.remove(new Key(run, approval));
    }

    /** That of a run with this id. */
    public Optional<Open> find(String run, String approval) {
        return Optional.ofNullable(open.get(new Key(run, approval)));
    }

    /** Ends those of a run that is gone. */
    void gone(String run, String why) {
        List<Map.Entry<Key, Open>> left = open.entrySet().stream()
                .filter(each -> each.getKey().run().equals(run))
                .toList();
        left.forEach(each -> {
            open.remove(each.getKey());
            each.getValue().run().withdraw(why);
        });
    }
}
