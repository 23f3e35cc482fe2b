package io.cloudrelease.testkit.aliyun;

/**
 * Writes one answer in the form that was asked for. Lists are wrapped: {@code Instances} holds
 * {@code Instance} items.
 */
interface AnswerWriter {

  AnswerWriter text(String name, String value);

  AnswerWriter number(String name, long value);

  AnswerWriter flag(String name, boolean value);

  /** Opens a member that has members; every open is ended once. */
  AnswerWriter open(String name);

  /** Opens a wrapped list of items of that name. */
  AnswerWriter openList(String name, String item);

  /** Opens an item with members inside a list. */
  AnswerWriter openItem();

  /** Writes a text item inside a list. */
  AnswerWriter item(String value);

  AnswerWriter end();

  AnswerWriter endList();

  byte[] toBytes();
}
