package io.cloudrelease.spi.listing;

import io.cloudrelease.spi.CloudFailure;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a cloud answered to the question for members: those it names, or a failure. */
public final class MembershipAnswer {
  private final Map<String, String> groups;
  private final @Nullable CloudFailure failure;

  private MembershipAnswer(Map<String, String> groups, @Nullable CloudFailure failure) {
    this.groups = Map.copyOf(groups);
    this.failure = failure;
  }

  /**
   * The members among those asked for, all of them: those that are not named are no members.
   *
   * @param groups the group of each by its id, as people name it ({@code scaling group asg-1})
   */
  public static MembershipAnswer shows(Map<String, String> groups) {
    return new MembershipAnswer(groups, null);
  }

  /** Not readable, or refused: nothing is known. */
  public static MembershipAnswer failed(CloudFailure failure) {
    return new MembershipAnswer(Map.of(), Objects.requireNonNull(failure, "failure"));
  }

  /** The group of each member by the member's id. */
  public Map<String, String> groups() {
    return groups;
  }

  /** The failure; empty when the answer can be read. */
  public Optional<CloudFailure> failure() {
    return Optional.ofNullable(failure);
  }
}
