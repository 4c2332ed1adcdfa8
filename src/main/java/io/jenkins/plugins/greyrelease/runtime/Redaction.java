package io.jenkins.plugins.greyrelease.runtime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
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
    private static final int CODED_BYTES = 3;
    private static final String CODED = "[A-Za-z0-9+/_-]";
    private static final String BASIC = "basic ";
    private static final Pattern USER_INFO = Pattern.compile("(?<=//)[^\\s/?#@'\"]*(?:@[^\\s/?#@'\"]*)*@");

    private final List<String> secrets;
    private final List<Pattern> forms;

    private Redaction(Collection<String> secrets) {
        this.secrets = List.copyOf(secrets);
        this.forms = secrets.stream()
                .filter(each -> each.length() >= SHORTEST)
                .distinct()
                // one that is in another one must not leave the rest of it
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Redaction::forms)
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

    /** One that takes out these secrets too. */
    public Redaction and(Collection<String> others) {
        List<String> both = new ArrayList<>(secrets);
        both.addAll(others);
        return new Redaction(both);
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

    /** An address as everybody may have it: {@code https://me:word@git.example/x} as {@code https://git.example/x}. */
    public static String plain(String address) {
        return address.matches("(?i)https?://.*")
                ? USER_INFO.matcher(address).replaceFirst("")
                : withoutUserInfo(address);
    }

    /** Whether an address has user or password in it. */
    public static boolean hasUserInfo(String address) {
        return USER_INFO.matcher(address).find();
    }

    /** All ways to write a secret: each character as it is or escaped, whatever its neighbours are; or all coded. */
    private static Pattern forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        StringBuilder ways = new StringBuilder();
        secret.codePoints().forEach(each -> ways.append(character(each)));
        ways.append('|').append(HexFormat.of().formatHex(bytes));
        // in front of it there may be "Bearer " or a user, which moves the digits of Base64
        for (int before = 0; before < CODED_BYTES; before++) {
            String digits = digits(bytes, before).replace("+", "[+-]").replace("/", "[/_]");
            ways.append("|(?<!").append(CODED).append(')').append(CODED).append("{0,400}?");
            ways.append(digits).append(CODED).append("*={0,2}");
        }
        // hexadecimal digits come in both cases
        return Pattern.compile(ways.toString(), Pattern.CASE_INSENSITIVE);
    }

    /**
     * The digits of Base64 (RFC 4648, 4) that these bytes alone decide, where so many bytes stand before them: a digit is
     * six bits, so of four bytes after one more ({@code before} = 1) digits 2 to 5, but not 1, which is of both.
     */
    private static String digits(byte[] bytes, int before) {
        byte[] moved = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, moved, before, bytes.length);
        String digits = Base64.getEncoder().withoutPadding().encodeToString(moved);
        return digits.substring((before * 8 + 5) / 6, moved.length * 8 / 6);
    }

    /** As it is, or as addresses, JSON and pages have it, those in pages included: {@code \\\"}, {@code &amp;quot;}, … */
    private static String character(int point) {
        String text = Character.toString(point);
        String plain = Pattern.quote(text);
        if (Character.isLetterOrDigit(point) && point < 0x80) {
            return plain;
        }
        StringBuilder ways = new StringBuilder("(?:\\\\*(?:" + plain);
        if (point == ' ') {
            ways.append("|\\+");
        }
        ways.append('|').append(HexFormat.of().withPrefix("%").formatHex(text.getBytes(StandardCharsets.UTF_8)));
        for (char unit : text.toCharArray()) {
            ways.append(unit == text.charAt(0) ? "|" : "").append(String.format("\\\\u%04x", (int) unit));
        }
        ways.append("|&(?:amp;)*#0*")
                .append(point)
                .append(";|&(?:amp;)*#x0*")
                .append(Integer.toHexString(point))
                .append(';');
        int named = "&<>\"'".indexOf(point);
        if (named >= 0) {
            ways.append("|&(?:amp;)*")
                    .append(List.of("amp", "lt", "gt", "quot", "apos").get(named))
                    .append(';');
        }
        return ways.append("))").toString();
    }

    @Override
    public String toString() {
        return "a redaction of " + forms.size() + " secrets";
    }
}
