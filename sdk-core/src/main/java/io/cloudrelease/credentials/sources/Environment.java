package io.cloudrelease.credentials.sources;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The surroundings of a process as an input: variables, system properties, the home folder, and
 * whether the metadata service of the machine may be asked.
 */
public interface Environment {

  /** The variable's value without surrounding white space; empty when unset or blank. */
  String variable(String name);

  /** The user's home folder; {@code /dev/null}, below which nothing is, where there is none. */
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
    Map<String, String> variables = System.getenv();
    return of(
        name -> variables.getOrDefault(name, ""),
        name -> System.getProperty(name, ""),
        HomeFolder.of(System.getProperty("user.home", "."), variables.getOrDefault("HOME", "")),
        true);
  }

  /** These variables and that home folder, without properties and without a machine. */
  static Environment of(Map<String, String> variables, Path home) {
    Map<String, String> copy = Map.copyOf(variables);
    return of(name -> copy.getOrDefault(name, ""), home);
  }

  /**
   * Variables as that function tells them, empty text for what is not set, and that home folder.
   */
  static Environment of(UnaryOperator<String> variables, Path home) {
    return of(variables, name -> "", home, false);
  }

  /**
   * Surroundings as these tell them.
   *
   * @param variables empty text for what is not set, as with properties
   * @param ofThisMachine whether the machine's metadata service may be asked
   */
  static Environment of(
      UnaryOperator<String> variables,
      UnaryOperator<String> properties,
      Path home,
      boolean ofThisMachine) {
    return new Environment() {
      @Override
      public String variable(String name) {
        return variables.apply(name).trim();
      }

      @Override
      public Path home() {
        return home;
      }

      @Override
      public String property(String name) {
        return properties.apply(name).trim();
      }

      @Override
      public boolean isOfThisMachine() {
        return ofThisMachine;
      }
    };
  }
}
