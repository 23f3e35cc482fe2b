package io.cloudrelease.aliyun.wire;

import io.cloudrelease.json.JsonValue;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An XML answer, read into the shape of the JSON one: an element with children is an object, one
 * without is text, and elements of one name side by side are an array. DTDs and external entities
 * are refused, so that an answer can neither grow nor reach out.
 *
 * @param root the name of the root element
 * @param content what it holds
 */
public record XmlAnswer(String root, JsonValue content) {
  private static final int MAX_DEPTH = 64;

  /**
   * The document; empty when these bytes are not one well-formed document.
   *
   * @param leniently whether bytes that are not UTF-8 and characters that XML forbids are read as
   *     U+FFFD, as one instance's name may hold them
   */
  public static Optional<XmlAnswer> parse(byte[] bytes, boolean leniently) {
    try {
      // Decoded here: the runtime's reader prints to standard error what it thinks of bad bytes.
      StringReader text = new StringReader(leniently ? repaired(bytes) : strict(bytes));
      XMLStreamReader reader = factory().createXMLStreamReader(text);
      try {
        String root = "";
        JsonValue content = JsonValue.missing();
        while (reader.hasNext()) {
          int event = reader.next();
          if (event == XMLStreamConstants.DTD) {
            return Optional.empty();
          }
          if (event == XMLStreamConstants.START_ELEMENT) {
            root = reader.getLocalName();
            content = element(reader, 1);
          }
        }
        return Optional.of(new XmlAnswer(root, content));
      } finally {
        reader.close();
      }
    } catch (XMLStreamException | CharacterCodingException notXml) {
      return Optional.empty();
    }
  }

  private static String strict(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static String repaired(byte[] bytes) {
    StringBuilder text = new StringBuilder(new String(bytes, StandardCharsets.UTF_8));
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean forbidden = c < ' ' && c != '\t' && c != '\n' && c != '\r' || c > '\ufffd';
      if (forbidden) {
        text.setCharAt(i, '\ufffd');
      }
    }
    return text.toString();
  }

  /** The runtime's own reader: another one on the class path may have other habits. */
  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    // What is wrong is thrown; nothing of it is to be printed.
    factory.setXMLReporter((message, type, information, where) -> {});
    return factory;
  }

  /** Reads from an element's start to its end. */
  private static JsonValue element(XMLStreamReader reader, int depth) throws XMLStreamException {
    if (depth > MAX_DEPTH) {
      throw new XMLStreamException("deeper than " + MAX_DEPTH);
    }
    Map<String, List<JsonValue>> children = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder();
    int event = reader.next();
    while (event != XMLStreamConstants.END_ELEMENT) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        String name = reader.getLocalName();
        children.computeIfAbsent(name, k -> new ArrayList<>()).add(element(reader, depth + 1));
      } else if (reader.isCharacters()) {
        text.append(reader.getText());
      }
      event = reader.next();
    }
    return children.isEmpty() ? JsonValue.scalar(text.toString().trim()) : object(children);
  }

  private static JsonValue object(Map<String, List<JsonValue>> children) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    children.forEach(
        (name, values) ->
            members.put(name, values.size() == 1 ? values.get(0) : JsonValue.array(values)));
    return JsonValue.object(members);
  }
}
