package io.cloudrelease.execution.schedule;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends a few first, and more only when these went well: each wave is settled before the next
 * starts.
 *
 * @param percents the share that each wave before the last may send, of the instances that stand
 *     ready or were sent by then; the last sends the rest. Each 1 to 99, together below 100; a wave
 *     holds at least one instance
 * @param mostTroublePercent when more than this share of a wave ends REJECTED or UNKNOWN, nothing
 *     more is sent; 0 to 100
 */
public record Waves(List<Integer> percents, int mostTroublePercent) {

  public Waves {
    percents = List.copyOf(percents);
    int sum = 0;
    for (int percent : percents) {
      if (percent < 1 || percent > 99) {
        throw new ConfigurationException("a wave of " + percent + " %; write 1 to 99");
      }
      sum += percent;
    }
    if (sum > 99) {
      throw new ConfigurationException(
          "the waves take " + sum + " %; leave something for the last");
    }
    if (mostTroublePercent < 0 || mostTroublePercent > 100) {
      throw new ConfigurationException(
          "mostTroublePercent is " + mostTroublePercent + "; write 0 to 100");
    }
  }

  /** All at once, and no stop. */
  public static Waves none() {
    return new Waves(List.of(), 100);
  }

  /** 1 %, 5 %, 25 %, the rest; more than 5 % of a wave in trouble ends it. */
  public static Waves canary() {
    return new Waves(List.of(1, 5, 25), 5);
  }

  /** Waves that are no larger than these, nor than those of the policy. */
  Waves tightenedBy(Policy policy) {
    int[] own = percents.stream().mapToInt(Integer::intValue).toArray();
    Policy both = Policy.builder().waves(mostTroublePercent, own).build().tightenedBy(policy);
    return new Waves(both.wavePercents(), both.mostTroublePercent());
  }

  /** Whether this holds nothing back. */
  public boolean isNone() {
    return percents.isEmpty() && mostTroublePercent == 100;
  }

  /** How many instances each wave may send, of so many altogether. */
  public List<Integer> sizes(int instances) {
    return sizesFrom(0, instances, 0);
  }

  /**
   * How many instances this wave and those after it may send, of so many altogether, some of which
   * the waves before it have sent; waves that get none are left out. None is larger than its share,
   * but for the one that each holds at least. What rounding down leaves over goes before the last,
   * in more waves like the one before it: else many small ones fall short together, and the last
   * one grows.
   */
  List<Integer> sizesFrom(int wave, int instances, int sentBefore) {
    List<Integer> sizes = new ArrayList<>();
    int left = instances - sentBefore;
    int sum = 0;
    int most = 0;
    for (int i = 0; i < percents.size(); i++) {
      sum += percents.get(i);
      most = Math.max(1, share(instances, percents.get(i)));
      if (i >= wave) {
        left -= add(sizes, Math.min(most, left));
      }
    }
    int last = instances - share(instances, sum);
    while (left > last) {
      left -= add(sizes, Math.min(most, left - last));
    }
    add(sizes, left);
    return sizes;
  }

  private static int add(List<Integer> sizes, int size) {
    if (size > 0) {
      sizes.add(size);
    }
    return size;
  }

  private static int share(int instances, int percent) {
    return (int) ((long) instances * percent / 100);
  }
}
