package io.cloudrelease.credentials.sources;

import io.cloudrelease.error.ConfigurationException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The small INI dialect of the vendors' credential files: {@code [section]}, {@code name = value},
 * comments with {@code #} or {@code ;}.
 */
public final class IniFile {
  private final Map<String, Map<String, String>> sections;

  private IniFile(Map<String, Map<String, String>> sections) {
    this.sections = sections;
  }

  /** Reads lines. */
  public static IniFile parse(List<String> lines) {
    Map<String, Map<String, String>> sections = new LinkedHashMap<>();
    Map<String, String> current = sections.computeIfAbsent("", k -> new LinkedHashMap<>());
    for (String raw : lines) {
      String line = raw.trim();
      if (line.startsWith("[") && line.endsWith("]")) {
        String name = line.substring(1, line.length() - 1).trim();
        current = sections.computeIfAbsent(name, k -> new LinkedHashMap<>());
        continue;
      }
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#") && !line.startsWith(";")) {
        current.put(line.substring(0, equals).trim(), value(line.substring(equals + 1)));
      }
    }
    return new IniFile(sections);
  }

  /** Without a comment behind it; no key or token holds white space. */
  private static String value(String text) {
    for (int i = 1; i < text.length(); i++) {
      boolean comment = text.charAt(i) == '#' || text.charAt(i) == ';';
      if (comment && Character.isWhitespace(text.charAt(i - 1))) {
        return text.substring(0, i).trim();
      }
    }
    return text.trim();
  }

  /**
   * Reads a file; empty when it is not there.
   *
   * @throws ConfigurationException when it is there and cannot be read or holds no value: to go on
   *     to another source as if it were not there could sign with another account's key
   */
  public static Optional<IniFile> read(Path file) {
    Optional<KeyFile> found = KeyFile.read(file);
    Optional<IniFile> ini = found.map(KeyFile::ini);
    if (ini.isPresent() && ini.get().sections.values().stream().allMatch(Map::isEmpty)) {
      throw found.orElseThrow().broken("holds no line of the form name = value");
    }
    return ini;
  }

  /** The value of that name in that section; empty text when there is none. */
  public String value(String section, String name) {
    return sections.getOrDefault(section, Map.of()).getOrDefault(name, "");
  }
}
