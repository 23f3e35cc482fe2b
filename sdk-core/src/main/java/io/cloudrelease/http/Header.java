package io.cloudrelease.http;

import java.util.Objects;

/**
 * One HTTP header. Its text form leaves the value out, since it may be a secret.
 *
 * @param name compared ignoring case
 * @param value as on the wire
 */
public record Header(String name, String value) {

  public Header {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return name;
  }
}
