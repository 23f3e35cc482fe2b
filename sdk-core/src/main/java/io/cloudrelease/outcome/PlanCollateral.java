package io.cloudrelease.outcome;

import io.cloudrelease.model.Collateral;
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

  /** What becomes of what is attached, as far as that was asked for and can be told. */
  static String warning(Collateral wish, Map<InstanceRef, List<CollateralItem>> collateral) {
    if (wish == Collateral.RELEASE) {
      return "addresses, disks and dependants go too where the cloud can do that";
    }
    boolean some =
        collateral.values().stream()
            .flatMap(Collection::stream)
            .anyMatch(item -> item.fate() != CollateralItem.Fate.STAYS);
    return some
        ? "what goes, or may go, with them cannot be kept by this call; the rest stays, and may be"
            + " billed"
        : "addresses, disks and dependants stay where the cloud lets them, and may be billed";
  }

  private static String word(CollateralItem.Fate fate) {
    return switch (fate) {
      case GOES -> "goes too";
      case STAYS -> "stays   ";
      case UNKNOWN -> "may go  ";
    };
  }
}
