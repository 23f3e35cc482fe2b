package io.cloudrelease.execution;

/** Calls that share one pace: of one provider (account), region and action. */
record Lane(String provider, String region, String action) {

  @Override
  public String toString() {
    return region.isEmpty() ? provider + " " + action : provider + ":" + region + " " + action;
  }
}
