package io.jenkins.plugins.greyrelease.marked;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Secrets that can be told anywhere: each begins and ends with a sign that nothing else has in it, so that a piece of one
 * is found as well as all of it, whatever was done to the characters between. The same seed draws the same.
 */
public final class Marks {
    private static final String DRAWN = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int LENGTH = 12;
    private static final int CODED_BYTES = 3;

    private final String sign;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<Form> forms;

    /** How the sign may look, and what one calls that. */
    record Form(String name, String text, boolean anyCase) {}

    public Marks(long seed) {
        StringBuilder drawn = new StringBuilder();
        new Random(seed).ints(LENGTH, 0, DRAWN.length()).forEach(each -> drawn.append(DRAWN.charAt(each)));
        this.sign = drawn.toString();
        this.forms = forms(sign);
    }

    /** One without characters that a header would not take. */
    public String token(String what) {
        return values.computeIfAbsent(what, name -> sign + "." + values.size() + "-" + sign);
    }

    /** One with characters that are written otherwise in addresses, JSON and pages. */
    public String password(String what) {
        return values.computeIfAbsent(what, name -> sign + "/+ \"<&'\\%41ü" + values.size() + "=" + sign);
    }

    /** All that were drawn, by what they are. */
    public Map<String, String> all() {
        return Map.copyOf(values);
    }

    /** Where the sign is in a text; what is shown around it has no more than a name in its place. */
    List<String> in(String text) {
        List<String> found = new ArrayList<>();
        String small = text.toLowerCase(Locale.ROOT);
        for (Form form : forms) {
            int at = (form.anyCase ? small : text).indexOf(form.text);
            if (at >= 0) {
                found.add(form.name + ": " + around(text, at, form));
            }
        }
        return found;
    }

    private String around(String text, int at, Form form) {
        String piece = text.substring(Math.max(0, at - 120), Math.min(text.length(), at + 120));
        Pattern drawn = Pattern.compile(Pattern.quote(form.text), Pattern.CASE_INSENSITIVE);
        return "…" + drawn.matcher(piece).replaceAll("<SECRET>").replaceAll("\\s+", " ") + "…";
    }

    private static List<Form> forms(String sign) {
        byte[] bytes = sign.getBytes(StandardCharsets.UTF_8);
        List<Form> forms = new ArrayList<>();
        forms.add(new Form("as it is", sign, true));
        forms.add(new Form("in hexadecimal digits", HexFormat.of().formatHex(bytes), true));
        forms.add(new Form("backwards", new StringBuilder(sign).reverse().toString(), true));
        for (int before = 0; before < CODED_BYTES; before++) {
            String coded = coded(bytes, before);
            forms.add(new Form("in Base64", coded, false));
            if (!coded.equals(coded.replace('+', '-').replace('/', '_'))) {
                forms.add(new Form(
                        "in Base64 for addresses", coded.replace('+', '-').replace('/', '_'), false));
            }
            for (int again = 0; again < CODED_BYTES; again++) {
                forms.add(new Form("in Base64 of Base64", coded(coded.getBytes(StandardCharsets.UTF_8), again), false));
            }
        }
        return List.copyOf(forms);
    }

    /** The digits of Base64 that depend on these bytes alone, where so many bytes stand before them (RFC 4648, 4). */
    private static String coded(byte[] bytes, int before) {
        byte[] moved = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, moved, before, bytes.length);
        String digits = Base64.getEncoder().withoutPadding().encodeToString(moved);
        // each digit is six bits: 1 byte before takes a digit and a third, 2 bytes take two and two thirds
        return digits.substring((before * 8 + 5) / 6, moved.length * 8 / 6);
    }
}
