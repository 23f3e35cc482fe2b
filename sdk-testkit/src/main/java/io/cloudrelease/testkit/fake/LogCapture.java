package io.cloudrelease.testkit.fake;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Collects all that is logged or printed, to search it for secrets: everything on {@code
 * System.out} and {@code System.err}, which is where SLF4J's simple binding writes, and {@code
 * java.util.logging} at every level. It still appears where it would have.
 *
 * <p>Set the binding to its finest level beforehand ({@code
 * -Dorg.slf4j.simpleLogger.defaultLogLevel=trace}). It changes the whole process, so use one at a
 * time and close it.
 */
public final class LogCapture implements AutoCloseable {
  private final ByteArrayOutputStream captured = new ByteArrayOutputStream();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final Logger root = Logger.getLogger("");
  private final Level rootLevel = root.getLevel();
  private final Handler handler = new Collector();

  private LogCapture() {
    System.setOut(tee(out));
    System.setErr(tee(err));
    handler.setLevel(Level.ALL);
    root.addHandler(handler);
    root.setLevel(Level.ALL);
  }

  /** Begins to collect. */
  public static LogCapture start() {
    return new LogCapture();
  }

  /** All that was collected so far. */
  public String text() {
    synchronized (captured) {
      return captured.toString(StandardCharsets.UTF_8);
    }
  }

  /** Puts everything back. */
  @Override
  public void close() {
    System.out.flush();
    System.err.flush();
    System.setOut(out);
    System.setErr(err);
    root.removeHandler(handler);
    root.setLevel(rootLevel);
  }

  private void collect(byte[] bytes, int offset, int length) {
    synchronized (captured) {
      captured.write(bytes, offset, length);
    }
  }

  private PrintStream tee(PrintStream original) {
    OutputStream both =
        new OutputStream() {
          @Override
          public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            original.write(bytes, offset, length);
            collect(bytes, offset, length);
          }

          @Override
          public void flush() {
            original.flush();
          }
        };
    return new PrintStream(both, true, StandardCharsets.UTF_8);
  }

  private final class Collector extends Handler {
    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord entry) {
      byte[] text = formatter.format(entry).getBytes(StandardCharsets.UTF_8);
      collect(text, 0, text.length);
    }

    @Override
    public void flush() {
      // Nothing is held back.
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
