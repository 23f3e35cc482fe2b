package io.cloudrelease.outcome;

import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.text.TerminalText;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What goes and stays with the instances of a plan, summed up for people. */
final class PlanCollateral {

  private PlanCollateral() {}

  static void append(StringBuilder out, Map<InstanceRef, List<CollateralItem>> collateral) {
    Map<String, Integer> sums = new TreeMap<>();
    collateral.values().stream()
        .flatMap(Collection::stream)
        .forEach(
            item ->
                sums.merge(
                    word(item.fate()) + "  " + TerminalText.of(item.kind()), 1, Integer::sum));
    sums.forEach((what, count) -> out.append(String.format(Locale.ROOT, "%6d %s%n", count, what)));
  }

  private static String word(CollateralItem.Fate fate) {
    return switch (fate) {
      case GOES -> "goes too";
      case STAYS -> "stays   ";
      case UNKNOWN -> "may go  ";
    };
  }
}
