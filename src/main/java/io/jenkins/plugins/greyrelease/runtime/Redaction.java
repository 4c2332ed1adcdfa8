package io.jenkins.plugins.greyrelease.runtime;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what others say, before it is shown: servers repeat in their answers what they were sent, and
 * people put passwords into addresses. Immutable; thread-safe.
 *
 * <p>Does not know parts of a secret, nor secrets of less than four characters, which any text may have in it.
 */
public final class Redaction {
    /** What stands where a secret stood. */
    public static final String HIDDEN = "****";

    private static final int SHORTEST = 4;
    private static final String BASIC = "basic ";
    private static final Pattern USER_INFO = Pattern.compile("(?<=//)[^\\s/?#@'\"]*(?:@[^\\s/?#@'\"]*)*@");

    private final List<Pattern> forms;

    private Redaction(Collection<String> secrets) {
        TreeSet<String> all =
                new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(each -> each));
        secrets.stream().filter(each -> each.length() >= SHORTEST).forEach(each -> addForms(each, all));
        this.forms = all.stream()
                // hexadecimal digits and the like come in both cases
                .map(each -> Pattern.compile(Pattern.quote(each), Pattern.CASE_INSENSITIVE))
                .toList();
    }

    /**
     * Of requests with these headers {@code Authorization}: the token, or the password (or the user, where a token stands
     * in its place and there is no password), however they are encoded.
     */
    public static Redaction of(List<String> authorizations) {
        List<String> secrets = new ArrayList<>();
        for (String header : authorizations) {
            String credentials = header.substring(header.indexOf(' ') + 1).strip();
            secrets.add(credentials);
            if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
                String both = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
                int colon = both.indexOf(':');
                secrets.add(colon == both.length() - 1 ? both.substring(0, colon) : both.substring(colon + 1));
            }
        }
        return new Redaction(secrets);
    }

    /** The text without the secrets. */
    public String apply(String text) {
        String clean = text;
        for (Pattern form : forms) {
            clean = form.matcher(clean).replaceAll(Matcher.quoteReplacement(HIDDEN));
        }
        return withoutUserInfo(clean);
    }

    /** The text with its addresses, {@code https://me:word@git.example/x}, as {@code https://****@git.example/x}. */
    public static String withoutUserInfo(String text) {
        return text.indexOf('@') < 0 ? text : USER_INFO.matcher(text).replaceAll(HIDDEN + "@");
    }

    /** Whether an address has user or password in it. */
    public static boolean hasUserInfo(String address) {
        return USER_INFO.matcher(address).find();
    }

    private static void addForms(String secret, Collection<String> all) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String json = secret.replace("\\", "\\\\").replace("\"", "\\\"");
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        all.addAll(List.of(
                secret,
                json,
                json.replace("/", "\\/"),
                encoded,
                encoded.replace("+", "%20"),
                page(secret),
                page(secret).replace("&#39;", "'").replace("&quot;", "\""),
                HexFormat.of().formatHex(bytes),
                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)));
    }

    private static String page(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    @Override
    public String toString() {
        return "a redaction of " + forms.size() + " forms";
    }
}
