package io.cloudrelease.fuzz;

/** What Jazzer calls; the system property {@code fuzz.target} says which target it leads. */
public final class Guided {
  private static final Target TARGET = make();

  private Guided() {}

  private static Target make() {
    try {
      return Targets.of(System.getProperty("fuzz.target")).make();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    TARGET.feed(input);
  }
}
