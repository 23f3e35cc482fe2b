package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.json.JsonWriter;

/** An answer in JSON. */
final class JsonAnswer implements AnswerWriter {
  private final JsonWriter json = new JsonWriter().object();

  @Override
  public AnswerWriter text(String name, String value) {
    json.member(name, value);
    return this;
  }

  @Override
  public AnswerWriter number(String name, long value) {
    json.member(name, value);
    return this;
  }

  @Override
  public AnswerWriter flag(String name, boolean value) {
    json.member(name, value);
    return this;
  }

  @Override
  public AnswerWriter open(String name) {
    json.object(name);
    return this;
  }

  @Override
  public AnswerWriter openList(String name, String item) {
    json.object(name).array(item);
    return this;
  }

  @Override
  public AnswerWriter openItem() {
    json.object();
    return this;
  }

  @Override
  public AnswerWriter item(String value) {
    json.item(value);
    return this;
  }

  @Override
  public AnswerWriter end() {
    json.end();
    return this;
  }

  @Override
  public AnswerWriter endList() {
    json.end().end();
    return this;
  }

  @Override
  public byte[] toBytes() {
    return json.end().toBytes();
  }
}
