package io.cloudrelease.outcome;

import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.remains.Refund;
import io.cloudrelease.text.TerminalText;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** Prints what would be paid back, for people: a line each, and sums by currency. */
final class RefundTable {

  private RefundTable() {}

  static String of(Map<InstanceRef, Refund> refunds) {
    StringBuilder out = new StringBuilder();
    Map<String, BigDecimal> sums = new TreeMap<>();
    int unknown = 0;
    for (Map.Entry<InstanceRef, Refund> entry : refunds.entrySet()) {
      Refund refund = entry.getValue();
      out.append("  refund  ")
          .append(entry.getKey())
          .append("  ")
          .append(line(refund))
          .append('\n');
      if (refund.amount().isPresent()) {
        sums.merge(refund.currency(), refund.amount().get(), BigDecimal::add);
      } else {
        unknown++;
      }
    }
    for (Map.Entry<String, BigDecimal> sum : sums.entrySet()) {
      String currency = sum.getKey().isEmpty() ? "(currency not told)" : sum.getKey();
      out.append("  refund  together ")
          .append(sum.getValue().toPlainString())
          .append(' ')
          .append(TerminalText.of(currency))
          .append('\n');
    }
    if (unknown > 0) {
      out.append("  refund  of ").append(Counted.of(unknown, "instance")).append(" unknown\n");
    }
    return out.toString();
  }

  private static String line(Refund refund) {
    String why = refund.why().map(ReleaseError::summary).map(text -> ": " + text).orElse("");
    return TerminalText.of(refund + why);
  }
}
