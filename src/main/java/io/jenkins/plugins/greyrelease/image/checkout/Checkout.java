package io.jenkins.plugins.greyrelease.image.checkout;

import io.jenkins.plugins.greyrelease.runtime.Redaction;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a folder was checked out from. Immutable.
 *
 * @param source where the remote repository is, without credentials; empty: not known
 * @param revision the commit; empty: not known
 * @param committed when it was committed; {@link Instant#EPOCH}: not known
 * @param problem why less is known than there might be; empty: nothing went wrong
 */
public record Checkout(String source, String revision, Instant committed, String problem) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Nothing is known, and nothing went wrong: the files are of no checkout. */
    public static final Checkout NONE = new Checkout("", "", Instant.EPOCH, "");

    private static final Pattern WEB = Pattern.compile("(?i)https?://.*");
    private static final Pattern AFTER_PATH = Pattern.compile("[?#].*");

    /**
     * Looks for the checkout that a folder is in, as Git does: there and in the folders above. Never fails.
     *
     * @return {@link #NONE} if it is in none
     */
    public static Checkout of(Path folder) {
        try {
            Optional<GitFolder> git = GitFolder.around(folder);
            return git.isEmpty() ? NONE : read(git.get());
        } catch (IOException | IllegalArgumentException e) {
            return new Checkout("", "", Instant.EPOCH, words(e));
        }
    }

    private static Checkout read(GitFolder git) throws IOException {
        String source = plain(git.remote().orElse(""));
        Optional<String> revision = git.head();
        if (revision.isEmpty()) {
            return new Checkout(source, "", Instant.EPOCH, "");
        }
        try {
            return new Checkout(source, revision.get(), Commit.time(git.objects(), revision.get()), "");
        } catch (IOException | IllegalArgumentException e) {
            return new Checkout(
                    source,
                    revision.get(),
                    Instant.EPOCH,
                    "when " + revision.get() + " was committed could not be read: " + words(e));
        }
    }

    private static String words(Exception failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    /** As everybody may have it: without user and password, and without what may follow the path of a web address. */
    private static String plain(String address) {
        String plain = Redaction.plain(address.strip());
        return WEB.matcher(plain).matches() ? AFTER_PATH.matcher(plain).replaceFirst("") : plain;
    }
}
