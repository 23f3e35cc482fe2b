package io.cloudrelease.commandline;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** How wide the terminal is, by asking {@code stty}: Java does not know. */
final class TerminalWidth {
  private TerminalWidth() {}

  static int columns() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(1, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        return Surroundings.USUAL_COLUMNS;
      }
      String size =
          new String(stty.getInputStream().readNBytes(40), StandardCharsets.US_ASCII).strip();
      // Rows and columns; a terminal that was told nothing says zero.
      return size.matches("[0-9]{1,4} [1-9][0-9]{0,3}")
          ? Integer.parseInt(size.substring(size.indexOf(' ') + 1))
          : Surroundings.USUAL_COLUMNS;
    } catch (IOException noSuchProgram) {
      return Surroundings.USUAL_COLUMNS;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Surroundings.USUAL_COLUMNS;
    }
  }
}
