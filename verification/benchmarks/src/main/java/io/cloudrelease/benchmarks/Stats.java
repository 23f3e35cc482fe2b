package io.cloudrelease.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The middle of some figures, and how far the middle half of them lies apart. */
record Stats(double median, double quartile1, double quartile3) {

  static Stats of(List<Double> figures) {
    List<Double> sorted = new ArrayList<>(figures);
    Collections.sort(sorted);
    return new Stats(at(sorted, 0.5), at(sorted, 0.25), at(sorted, 0.75));
  }

  /** The distance of the quartiles, in percent of the median. */
  double spreadPercent() {
    return median == 0 ? 0 : (quartile3 - quartile1) / median * 100;
  }

  private static double at(List<Double> sorted, double share) {
    double place = share * (sorted.size() - 1);
    int low = (int) place;
    int high = Math.min(low + 1, sorted.size() - 1);
    return sorted.get(low) + (place - low) * (sorted.get(high) - sorted.get(low));
  }
}
