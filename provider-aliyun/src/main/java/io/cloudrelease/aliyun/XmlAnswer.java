package io.cloudrelease.aliyun;

import io.cloudrelease.json.JsonValue;
import java.io.ByteArrayInputStream;
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
 * Reads an XML answer into the shape of the JSON one: an element with children is an object, one
 * without is text, and elements of one name side by side are an array. DTDs and external entities
 * are refused, so that an answer can neither grow nor reach out.
 */
final class XmlAnswer {
  private static final int MAX_DEPTH = 64;

  private XmlAnswer() {}

  /** The root element's content; empty when these bytes are not one well-formed document. */
  static Optional<JsonValue> parse(byte[] bytes) {
    try {
      XMLStreamReader reader = factory().createXMLStreamReader(new ByteArrayInputStream(bytes));
      try {
        JsonValue root = JsonValue.missing();
        while (reader.hasNext()) {
          int event = reader.next();
          if (event == XMLStreamConstants.DTD) {
            return Optional.empty();
          }
          if (event == XMLStreamConstants.START_ELEMENT) {
            root = element(reader, 1);
          }
        }
        return Optional.of(root);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException notXml) {
      return Optional.empty();
    }
  }

  /** The runtime's own reader: another one on the class path may have other habits. */
  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
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
