package io.cloudrelease.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The word that was probably meant. */
final class Nearest {
  private Nearest() {}

  /** One of these, if it is near enough for a slip. */
  static Optional<String> to(String word, Collection<String> known) {
    int most = Math.max(1, Math.min(3, word.length() / 2));
    return known.stream()
        .filter(each -> distance(word, each) <= most)
        .min(Comparator.comparingInt((String each) -> distance(word, each)).thenComparing(c -> c));
  }

  /** How many letters must be put in, left out or changed. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
