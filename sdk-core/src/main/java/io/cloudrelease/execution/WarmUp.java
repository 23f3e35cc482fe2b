package io.cloudrelease.execution;

import io.cloudrelease.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Loads what the first call of a JVM needs while the program still reads its arguments and checks
 * its request: two thirds of a cold start are classes and the trust store. Once in a JVM, on a
 * daemon thread that then ends; later clients find it all loaded.
 */
public final class WarmUp {
  private static final AtomicBoolean TAKEN = new AtomicBoolean();

  private WarmUp() {}

  /**
   * Starts the thread unless it was started before.
   *
   * @param transport makes the transport's parts; what it throws is dropped
   */
  public static void take(Runnable transport) {
    if (TAKEN.compareAndSet(false, true)) {
      Thread thread = new Thread(() -> load(transport), "cloudrelease-head-start");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void load(Runnable transport) {
    try {
      transport.run();
      JsonValue.parse("{\"a\":[1]}".getBytes(StandardCharsets.US_ASCII));
    } catch (RuntimeException again) {
      // Whoever needs it meets the same, and tells.
    }
  }
}
