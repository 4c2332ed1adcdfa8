package io.jenkins.plugins.greyrelease.plan;

import java.util.List;

/** Plain text tables. */
public final class Tables {
    private Tables() {}

    /** Rows of equal length, columns padded to their widest cell, two blanks between them, each line ended. */
    public static String aligned(List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width =
                        rows.stream().mapToInt(r -> r.get(at).length()).max().orElse(0);
                line.append(row.get(column))
                        .append(" ".repeat(width - row.get(column).length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
