package io.cloudrelease.spi.listing;

import io.cloudrelease.spi.CloudFailure;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a cloud answered to the question for its regions: their names, or a failure. */
public final class RegionAnswer {
  private final List<String> regions;
  private final Map<String, String> leftOut;
  private final @Nullable CloudFailure failure;

  private RegionAnswer(
      List<String> regions, Map<String, String> leftOut, @Nullable CloudFailure failure) {
    this.regions = List.copyOf(regions);
    this.leftOut = Collections.unmodifiableMap(new TreeMap<>(leftOut));
    this.failure = failure;
  }

  /** The regions that the account can use, as they are named in references. */
  public static RegionAnswer shows(List<String> regions) {
    return new RegionAnswer(regions, Map.of(), null);
  }

  /**
   * This answer, with the regions that the cloud names besides and that are only read when somebody
   * names them.
   *
   * @param others each with the reason, in few words
   */
  public RegionAnswer leavingOut(Map<String, String> others) {
    return new RegionAnswer(regions, others, failure);
  }

  /** Not readable, or refused. */
  public static RegionAnswer failed(CloudFailure failure) {
    return new RegionAnswer(List.of(), Map.of(), Objects.requireNonNull(failure, "failure"));
  }

  public List<String> regions() {
    return regions;
  }

  /** The regions that are left out, with the reason. */
  public Map<String, String> leftOut() {
    return leftOut;
  }

  /** The failure; empty when the regions can be read. */
  public Optional<CloudFailure> failure() {
    return Optional.ofNullable(failure);
  }
}
