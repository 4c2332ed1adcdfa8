package io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi;

/**
 * A place in a Groovy source.
 *
 * @param file name of the source, as messages show it
 * @param line from 1; 0 if unknown
 * @param column from 1; 0 if unknown
 */
public record Position(String file, int line, int column) {

    /** Where nothing better is known. */
    public static final Position UNKNOWN = new Position("Jenkinsfile", 0, 0);

    /** {@code file:line:column}, without the parts that are unknown. */
    @Override
    public String toString() {
        return line == 0 ? file : column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
