package io.cloudrelease.testkit;

import java.util.List;
import java.util.Map;

/**
 * What an effect brings with it.
 *
 * @param course what the instance becomes now and later, in order; the first point is now
 * @param options the options under which it is done, by their name on the wire
 * @param alsoReleased disks and addresses that go along
 */
public record EffectDetail(
    List<StatePoint> course, Map<String, String> options, List<String> alsoReleased) {

  public EffectDetail {
    course = List.copyOf(course);
    options = Map.copyOf(options);
    alsoReleased = List.copyOf(alsoReleased);
  }

  /** A course without options, taking nothing along. */
  public static EffectDetail of(List<StatePoint> course) {
    return new EffectDetail(course, Map.of(), List.of());
  }
}
