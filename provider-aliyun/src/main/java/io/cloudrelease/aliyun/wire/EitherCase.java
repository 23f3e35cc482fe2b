package io.cloudrelease.aliyun.wire;

import io.cloudrelease.json.JsonValue;

/** Members of answers, which some gateways write with a small letter first. */
public final class EitherCase {
  private EitherCase() {}

  /** The text of a member as the pages write it, or with a small letter first. */
  public static String text(JsonValue object, String usual) {
    String value = object.text(usual);
    return value.isEmpty()
        ? object.text(Character.toLowerCase(usual.charAt(0)) + usual.substring(1))
        : value;
  }
}
