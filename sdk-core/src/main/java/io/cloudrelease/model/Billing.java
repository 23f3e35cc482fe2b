package io.cloudrelease.model;

/** What is known of an instance's billing after the run; collateral that stays is not covered. */
public enum Billing {
  STOPPED,
  CONTINUES,
  UNKNOWN
}
