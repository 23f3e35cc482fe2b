package io.cloudrelease.testkit.aliyun;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** An answer in XML, which is what the gateway writes unless JSON is asked for. */
final class XmlAnswer implements AnswerWriter {
  private final StringBuilder xml = new StringBuilder(512);
  private final Deque<String> open = new ArrayDeque<>();
  private final Deque<String> items = new ArrayDeque<>();

  XmlAnswer(String root) {
    xml.append("<?xml version='1.0' encoding='UTF-8'?>");
    open(root);
  }

  @Override
  public AnswerWriter text(String name, String value) {
    xml.append('<').append(name).append('>');
    escape(value);
    xml.append("</").append(name).append('>');
    return this;
  }

  @Override
  public AnswerWriter number(String name, long value) {
    return text(name, Long.toString(value));
  }

  @Override
  public AnswerWriter flag(String name, boolean value) {
    return text(name, Boolean.toString(value));
  }

  @Override
  public AnswerWriter open(String name) {
    xml.append('<').append(name).append('>');
    open.push(name);
    return this;
  }

  @Override
  public AnswerWriter openList(String name, String item) {
    items.push(item);
    return open(name);
  }

  @Override
  public AnswerWriter openItem() {
    return open(items.element());
  }

  @Override
  public AnswerWriter item(String value) {
    return text(items.element(), value);
  }

  @Override
  public AnswerWriter end() {
    xml.append("</").append(open.pop()).append('>');
    return this;
  }

  @Override
  public AnswerWriter endList() {
    items.pop();
    return end();
  }

  @Override
  public byte[] toBytes() {
    end();
    return xml.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '<' -> xml.append("&lt;");
        case '>' -> xml.append("&gt;");
        case '&' -> xml.append("&amp;");
        default -> xml.append(c);
      }
    }
  }
}
