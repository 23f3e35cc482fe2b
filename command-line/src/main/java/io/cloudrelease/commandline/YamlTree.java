package io.cloudrelease.commandline;

import io.cloudrelease.error.ConfigurationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Maps, lists and texts of a YAML file, and the line of each. All values are text as it stands
 * there: an account's id with a zero in front stays whole. Of YAML only what people write by hand
 * is taken: no tags, no anchors and aliases (by which a small file becomes a huge tree), no second
 * document, no key twice, no depth beyond reason.
 */
final class YamlTree {
  private static final int DEEPEST = 16;

  private final Path file;
  private final Iterator<Event> events;
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private Map<String, Object> values = Map.of();

  private YamlTree(Path file, Iterator<Event> events) {
    this.file = file;
    this.events = events;
  }

  /**
   * The tree of that text.
   *
   * @throws ConfigurationException when it is none; it names the line and quotes no value, which
   *     may be a secret
   */
  static YamlTree of(Path file, String text) {
    LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
    try {
      YamlTree tree = new YamlTree(file, new Parse(settings).parseString(text).iterator());
      tree.read();
      return tree;
    } catch (MarkedYamlEngineException broken) {
      // Its message quotes the line.
      throw new ConfigurationException(
          place(file, broken.getProblemMark())
              + "this is no YAML ("
              + broken.getProblem()
              + "); check indents, colons and quotes");
    } catch (ReaderException odd) {
      int at = Math.min(odd.getPosition(), text.length());
      long line = 1 + text.substring(0, at).chars().filter(c -> c == '\n').count();
      throw new ConfigurationException(
          file + ":" + line + ": a control character stands here, which is no YAML");
    } catch (YamlEngineException broken) {
      throw new ConfigurationException(file + ": this is no YAML");
    }
  }

  Map<String, Object> values() {
    return values;
  }

  Path file() {
    return file;
  }

  /** The maps of the accounts, by name, to be changed; whatever else stands there is left out. */
  @SuppressWarnings("unchecked") // all keys of these maps are text
  Map<String, Map<String, Object>> accounts() {
    Map<String, Map<String, Object>> accounts = new LinkedHashMap<>();
    if (values.get("accounts") instanceof Map<?, ?> all) {
      all.forEach(
          (name, account) -> {
            if (account instanceof Map<?, ?> map) {
              accounts.put(String.valueOf(name), (Map<String, Object>) map);
            }
          });
    }
    return accounts;
  }

  /** Where that key stands, for messages. */
  String place(String key) {
    Integer line = lines.get(key);
    return file + (line == null ? "" : ":" + line) + ": ";
  }

  /** Lines, counted from 1, by the paths of keys: {@code accounts.prod.regions[0]}. */
  Map<String, Integer> lines() {
    return lines;
  }

  private void read() {
    Event event = next();
    while (event.getEventId() == Event.ID.StreamStart
        || event.getEventId() == Event.ID.DocumentStart) {
      event = next();
    }
    boolean empty =
        event.getEventId() == Event.ID.StreamEnd
            || event instanceof ScalarEvent scalar && scalar.getValue().isEmpty();
    if (empty) {
      // As a full disk leaves it: what held something back is gone.
      throw refused(event, "nothing stands in this file; write {} if that is meant");
    }
    if (!(event instanceof MappingStartEvent start)) {
      throw refused(event, "the file must have keys: accounts, guards, policy, network, journal");
    }
    plain(start);
    values = map("", 1);
    next();
    Event end = next();
    if (end.getEventId() != Event.ID.StreamEnd) {
      throw refused(end, "a second document is not read; remove the line ---");
    }
  }

  private Map<String, Object> map(String path, int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    Event event = next();
    while (event.getEventId() != Event.ID.MappingEnd) {
      if (!(event instanceof ScalarEvent key)) {
        throw refused(event, "a key must be one word");
      }
      plain(key);
      String name = key.getValue();
      String full = path.isEmpty() ? name : path + "." + name;
      lines.put(full, line(event));
      if (map.containsKey(name)) {
        throw refused(event, "the key " + full + " stands here a second time");
      }
      map.put(name, value(next(), full, depth));
      event = next();
    }
    return map;
  }

  private Object value(Event event, String path, int depth) {
    if (event instanceof NodeEvent node && !(event instanceof AliasEvent)) {
      plain(node);
    }
    if (depth > DEEPEST) {
      throw refused(event, "this is nested too deeply");
    }
    if (event instanceof ScalarEvent scalar) {
      if (scalar.isPlain() && isOverSeveralLines(scalar)) {
        throw refused(
            event,
            "the next line is read as part of this text; a dash or a colon may be missing there, or"
                + " put quotes around a long text");
      }
      boolean nothing = scalar.isPlain() && List.of("~", "null").contains(scalar.getValue());
      return nothing ? "" : scalar.getValue();
    }
    if (event instanceof MappingStartEvent) {
      return map(path, depth + 1);
    }
    if (event instanceof SequenceStartEvent) {
      return list(path, depth + 1);
    }
    throw refused(event, "anchors and aliases are not read; write it out");
  }

  private List<Object> list(String path, int depth) {
    List<Object> list = new ArrayList<>();
    Event event = next();
    while (event.getEventId() != Event.ID.SequenceEnd) {
      String full = path + "[" + list.size() + "]";
      lines.put(full, line(event));
      list.add(value(event, full, depth));
      event = next();
    }
    return list;
  }

  private void plain(NodeEvent node) {
    if (node.getAnchor().isPresent()) {
      throw refused(node, "anchors and aliases are not read; write it out");
    }
    Optional<?> tag =
        node instanceof ScalarEvent scalar
            ? scalar.getTag()
            : node instanceof org.snakeyaml.engine.v2.events.CollectionStartEvent collection
                ? collection.getTag()
                : Optional.empty();
    if (tag.isPresent()) {
      throw refused(node, "tags (!) are not read; put quotes around the text if it is one");
    }
  }

  private Event next() {
    return events.next();
  }

  private static boolean isOverSeveralLines(Event event) {
    int end = event.getEndMark().map(mark -> mark.getLine() + 1).orElse(0);
    return end > line(event);
  }

  private static int line(Event event) {
    return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  private ConfigurationException refused(Event event, String why) {
    return new ConfigurationException(place(file, event.getStartMark()) + why);
  }

  private static String place(Path file, Optional<Mark> mark) {
    return file + mark.map(known -> ":" + (known.getLine() + 1)).orElse("") + ": ";
  }
}
