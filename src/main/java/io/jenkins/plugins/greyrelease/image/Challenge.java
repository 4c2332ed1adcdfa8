package io.jenkins.plugins.greyrelease.image;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a registry wants to be told who we are, as its header {@code WWW-Authenticate} says (RFC 9110, 11.6.1).
 *
 * @param bearer whether by a token, to be fetched first; otherwise by user and password
 * @param realm where tokens are; empty for user and password
 * @param service the registry in the token server's words; may be empty
 */
record Challenge(boolean bearer, String realm, String service) {
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,]+))");

    /** The one to answer: a token where one is offered, else user and password; empty where it is neither. */
    static Optional<Challenge> of(List<String> headers) {
        boolean basic = false;
        for (String header : headers) {
            String small = header.strip().toLowerCase(Locale.ROOT);
            if (small.startsWith("bearer ")) {
                Map<String, String> parameters = parameters(header);
                String realm = parameters.getOrDefault("realm", "");
                if (!realm.isEmpty()) {
                    return Optional.of(new Challenge(true, realm, parameters.getOrDefault("service", "")));
                }
            }
            basic |= small.startsWith("basic");
        }
        return basic ? Optional.of(new Challenge(false, "", "")) : Optional.empty();
    }

    private static Map<String, String> parameters(String header) {
        Map<String, String> found = new LinkedHashMap<>();
        Matcher each = PARAMETER.matcher(header);
        while (each.find()) {
            String value = each.group(2) == null
                    ? each.group(3)
                    : each.group(2).replace("\\\"", "\"").replace("\\\\", "\\");
            found.put(each.group(1).toLowerCase(Locale.ROOT), value);
        }
        return found;
    }
}
