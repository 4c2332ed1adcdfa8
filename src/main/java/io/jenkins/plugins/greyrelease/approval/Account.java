package io.jenkins.plugins.greyrelease.approval;

/**
 * A person as another system knows them, who was logged in there.
 *
 * @param name what they log in with there; empty: not known
 * @param email of that account; empty: not known
 * @param shown how that system calls them, for messages: people may choose it, and it proves nothing
 */
public record Account(String name, String email, String shown) {

    /** For messages: {@code Eve Smith (eve, eve@corp.example)}. */
    public String words() {
        String ids = name.isEmpty() ? email : email.isEmpty() ? name : name + ", " + email;
        return ids.isEmpty() ? shown : shown.isEmpty() ? ids : shown + " (" + ids + ")";
    }
}
