package io.cloudrelease.execution.call;

import org.jspecify.annotations.Nullable;

/** One account in one region: what a look can ask about at once. */
public record Region(String provider, String name) {
  // Written out for the sake of starts, as in InstanceRef.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Region region
        && name.equals(region.name)
        && provider.equals(region.provider);
  }

  @Override
  public int hashCode() {
    return provider.hashCode() * 31 + name.hashCode();
  }
}
