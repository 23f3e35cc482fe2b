package io.cloudrelease.guard;

import java.util.Objects;

/**
 * Why a guard holds an instance back.
 *
 * @param guard its name, which becomes the code of the verdict's error
 * @param reason for people; names the value that decided
 */
public record Objection(String guard, String reason) {
  public Objection {
    Objects.requireNonNull(guard, "guard");
    Objects.requireNonNull(reason, "reason");
  }
}
