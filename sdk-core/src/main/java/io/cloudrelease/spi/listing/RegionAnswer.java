package io.cloudrelease.spi.listing;

import io.cloudrelease.spi.CloudFailure;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a cloud answered to the question for its regions: their names, or a failure. */
public final class RegionAnswer {
  private final List<String> regions;
  private final @Nullable CloudFailure failure;

  private RegionAnswer(List<String> regions, @Nullable CloudFailure failure) {
    this.regions = List.copyOf(regions);
    this.failure = failure;
  }

  /** The regions that the account can use, as they are named in references. */
  public static RegionAnswer shows(List<String> regions) {
    return new RegionAnswer(regions, null);
  }

  /** Not readable, or refused. */
  public static RegionAnswer failed(CloudFailure failure) {
    return new RegionAnswer(List.of(), Objects.requireNonNull(failure, "failure"));
  }

  public List<String> regions() {
    return regions;
  }

  /** The failure; empty when the regions can be read. */
  public Optional<CloudFailure> failure() {
    return Optional.ofNullable(failure);
  }
}
