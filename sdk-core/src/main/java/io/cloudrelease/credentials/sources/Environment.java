package io.cloudrelease.credentials.sources;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The process environment as an input: variables and the home folder. */
public interface Environment {

  /** The variable's value without surrounding white space; empty when unset or blank. */
  String variable(String name);

  /** The user's home folder. */
  Path home();

  /** The environment of this process. */
  static Environment system() {
    return of(System.getenv(), Path.of(System.getProperty("user.home", ".")));
  }

  /** These variables and that home folder. */
  static Environment of(Map<String, String> variables, Path home) {
    Map<String, String> copy = Map.copyOf(variables);
    return of(name -> copy.getOrDefault(name, ""), home);
  }

  /**
   * Variables as that function tells them, empty text for what is not set, and that home folder.
   */
  static Environment of(UnaryOperator<String> variables, Path home) {
    return new Environment() {
      @Override
      public String variable(String name) {
        return variables.apply(name).trim();
      }

      @Override
      public Path home() {
        return home;
      }
    };
  }
}
