package io.jenkins.plugins.greyrelease.cli;

import io.jenkins.plugins.greyrelease.rehearsal.Voters;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who votes in a rehearsal. */
final class VoteOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--vote",
            paramLabel = "VOTE",
            description = "A person who votes on every manualApproval, by its own rules: " + Voters.ALLOWED
                    + " (AFTER it was asked; by default one a minute). May be given several times; without it whoever"
                    + " --approve says answers for all of them.")
    private List<String> votes = List.of();

    @Option(
            names = "--started-by",
            paramLabel = "NAME",
            description = "Who started the run, for separateDuties (with --vote; default: nobody who votes).")
    private String startedBy;

    /**
     * The people; empty: none are named.
     *
     * @throws ParameterException for what is no vote
     */
    Optional<Voters> voters() {
        if (votes.isEmpty()) {
            if (startedBy != null) {
                throw new ParameterException(spec.commandLine(), "--started-by: goes with --vote");
            }
            return Optional.empty();
        }
        try {
            return Optional.of(Voters.of(Optional.ofNullable(startedBy), votes));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--vote: " + e.getMessage());
        }
    }

    /** Gives the options again, by name and value; a value may be null. */
    void replay(BiConsumer<String, String> option) {
        votes.forEach(vote -> option.accept("--vote", vote));
        option.accept("--started-by", startedBy);
    }
}
