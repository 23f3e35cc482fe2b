package io.cloudrelease.commandline;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Ctrl-C, and the signals that end a service or a session, while a run is under way: the first
 * stops the sending, the second leaves at once.
 */
public final class Interrupts {
  /** The exit code of a process that Ctrl-C ended. */
  public static final int LEFT = 130;

  /** What a process ends with that was told to end, by the signal that told it. */
  private static final Map<String, Integer> SIGNALS = Map.of("INT", LEFT, "TERM", 143, "HUP", 129);

  private final Function<IntConsumer, Runnable> source;
  private final IntConsumer leave;

  private Interrupts(Function<IntConsumer, Runnable> source, IntConsumer leave) {
    this.source = source;
    this.leave = leave;
  }

  /**
   * Presses of Ctrl-C from somewhere.
   *
   * @param source has its argument run at each interrupt, until what it returns is run
   * @param leave ends the process on the spot
   */
  public Interrupts(Function<Runnable, Runnable> source, Runnable leave) {
    this(taken -> source.apply(() -> taken.accept(LEFT)), code -> leave.run());
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(leave, "leave");
  }

  /** Nobody interrupts. */
  public static Interrupts none() {
    return new Interrupts(onInterrupt -> () -> {}, () -> {});
  }

  /** Those of this process. */
  public static Interrupts ofProcess() {
    // Not exit(): nothing may hold up a second signal, and what the journal holds is synced.
    return new Interrupts(Interrupts::handleSignals, code -> Runtime.getRuntime().halt(code));
  }

  /**
   * Listens until the watch is closed.
   *
   * @param stop run at the first interrupt
   */
  Watch stopping(Runnable stop) {
    AtomicBoolean stopped = new AtomicBoolean();
    AtomicInteger by = new AtomicInteger(LEFT);
    Runnable end =
        source.apply(
            code -> {
              if (stopped.compareAndSet(false, true)) {
                by.set(code);
                stop.run();
              } else {
                leave.accept(code);
              }
            });
    return new Watch(end, by);
  }

  /** Ends the listening. */
  static final class Watch implements AutoCloseable {
    private final Runnable end;
    private final AtomicInteger by;

    private Watch(Runnable end, AtomicInteger by) {
      this.end = end;
      this.by = by;
    }

    /**
     * What to end with: whoever sent TERM or HUP is told of that; whoever pressed Ctrl-C, how the
     * run ended.
     *
     * @param code how the run ended
     */
    int exitCode(int code) {
      return by.get() == LEFT ? code : by.get();
    }

    @Override
    public void close() {
      end.run();
    }
  }

  /**
   * By reflection: the class is not part of Java SE. Where it is missing, or signals are left to
   * others ({@code -Xrs}), they end the process as they always did; so does one that is ignored
   * ({@code nohup}) go on being ignored.
   */
  private static Runnable handleSignals(IntConsumer taken) {
    List<Runnable> back = new ArrayList<>();
    SIGNALS.forEach((name, code) -> back.add(handle(name, () -> taken.accept(code))));
    return () -> back.forEach(Runnable::run);
  }

  private static Runnable handle(String name, Runnable onSignal) {
    try {
      Class<?> signals = Class.forName("sun.misc.Signal");
      Class<?> handlers = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              handlers.getClassLoader(),
              new Class<?>[] {handlers},
              (proxy, method, args) -> {
                if (method.getName().equals("handle")) {
                  onSignal.run();
                }
                return null;
              });
      Object signal = signals.getConstructor(String.class).newInstance(name);
      Method handle = signals.getMethod("handle", signals, handlers);
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
