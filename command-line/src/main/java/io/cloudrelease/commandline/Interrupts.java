package io.cloudrelease.commandline;

import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** Ctrl-C while a run is under way: the first stops the sending, the second leaves at once. */
public final class Interrupts {
  /** The exit code of a process that Ctrl-C ended. */
  public static final int LEFT = 130;

  private final Function<Runnable, Runnable> source;
  private final Runnable leave;

  /**
   * Interrupts from somewhere.
   *
   * @param source has its argument run at each interrupt, until what it returns is run
   * @param leave ends the process on the spot
   */
  public Interrupts(Function<Runnable, Runnable> source, Runnable leave) {
    this.source = Objects.requireNonNull(source, "source");
    this.leave = Objects.requireNonNull(leave, "leave");
  }

  /** Nobody interrupts. */
  public static Interrupts none() {
    return new Interrupts(onInterrupt -> () -> {}, () -> {});
  }

  /** Ctrl-C in this process. */
  public static Interrupts ofProcess() {
    return new Interrupts(
        Interrupts::handleSignal,
        // Not exit(): nothing may hold up a second Ctrl-C, and what the journal holds is synced.
        () -> Runtime.getRuntime().halt(LEFT));
  }

  /**
   * Listens until the watch is closed.
   *
   * @param stop run at the first interrupt
   */
  Watch stopping(Runnable stop) {
    AtomicBoolean stopped = new AtomicBoolean();
    Runnable end =
        source.apply(
            () -> {
              if (stopped.compareAndSet(false, true)) {
                stop.run();
              } else {
                leave.run();
              }
            });
    return end::run;
  }

  /** Ends the listening. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * By reflection: the class is not part of Java SE. Where it is missing, or signals are left to
   * others ({@code -Xrs}), Ctrl-C ends the process as it always did.
   */
  private static Runnable handleSignal(Runnable onInterrupt) {
    try {
      Class<?> signals = Class.forName("sun.misc.Signal");
      Class<?> handlers = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              handlers.getClassLoader(),
              new Class<?>[] {handlers},
              (proxy, method, args) -> {
                if (method.getName().equals("handle")) {
                  onInterrupt.run();
                }
                return null;
              });
      Object signal = signals.getConstructor(String.class).newInstance("INT");
      var handle = signals.getMethod("handle", signals, handlers);
      Object before = handle.invoke(null, signal, handler);
      return () -> {
        try {
          handle.invoke(null, signal, before);
        } catch (ReflectiveOperationException kept) {
          throw new IllegalStateException(kept);
        }
      };
    } catch (ReflectiveOperationException notHere) {
      return () -> {};
    }
  }
}
