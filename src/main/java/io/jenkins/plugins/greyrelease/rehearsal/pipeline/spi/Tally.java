package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

/**
 * How many steps a block ran, by how much they prove.
 *
 * @param real carried out against the simulation
 * @param answered outside effects with an answer from the rehearsal file
 * @param assumed outside effects that were taken to succeed
 * @param flow steps that check nothing: echo, stage, withEnv and the like
 */
public record Tally(int real, int answered, int assumed, int flow) {

    /** Nothing yet. */
    public static final Tally NONE = new Tally(0, 0, 0, 0);

    /** Whether everything that could have checked something was assumed: a verdict of "flow only". */
    public boolean assumedOnly() {
        return assumed > 0 && real == 0 && answered == 0;
    }

    /** One more step of a kind. */
    public Tally plus(Evidence evidence) {
        return new Tally(
                real + (evidence == Evidence.REAL ? 1 : 0),
                answered + (evidence == Evidence.ANSWERED ? 1 : 0),
                assumed + (evidence == Evidence.ASSUMED ? 1 : 0),
                flow + (evidence == Evidence.FLOW ? 1 : 0));
    }
}
