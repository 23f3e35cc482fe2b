package io.cloudrelease.credentials;

import java.nio.file.Path;
import java.util.Map;

/**
 * The surroundings of a process as an input: variables, system properties, the home folder, and
 * whether the metadata service of the machine may be asked.
 */
public interface Environment {

  /** The variable's value without surrounding white space; empty when unset or blank. */
  String variable(String name);

  /** The user's home folder. */
  Path home();

  /** The system property's value without surrounding white space; empty when unset or blank. */
  default String property(String name) {
    return "";
  }

  /** Whether it is that of this process: then the machine's metadata service may be asked. */
  default boolean isOfThisMachine() {
    return false;
  }

  /** The environment of this process. */
  static Environment system() {
    Environment given = of(System.getenv(), Path.of(System.getProperty("user.home", ".")));
    return new Environment() {
      @Override
      public String variable(String name) {
        return given.variable(name);
      }

      @Override
      public Path home() {
        return given.home();
      }

      @Override
      public String property(String name) {
        return System.getProperty(name, "").trim();
      }

      @Override
      public boolean isOfThisMachine() {
        return true;
      }
    };
  }

  /** These variables and that home folder, without properties and without a machine. */
  static Environment of(Map<String, String> variables, Path home) {
    Map<String, String> copy = Map.copyOf(variables);
    return new Environment() {
      @Override
      public String variable(String name) {
        return copy.getOrDefault(name, "").trim();
      }

      @Override
      public Path home() {
        return home;
      }
    };
  }
}
