package io.cloudrelease.commandline;

import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.text.TerminalText;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a run is: a bar that is drawn over at a terminal, a line now and then elsewhere.
 * Thread-safe.
 */
public final class Progress implements ReleaseListener {
  private static final int BAR = 24;
  private static final Duration BETWEEN_BARS = Duration.ofMillis(50);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);

  private final PrintStream err;
  private final boolean terminal;
  private int total;
  private int settled;
  private int calls;
  private int looks;
  private int retries;
  private String note = "";
  private String shown = "";
  private @Nullable Instant startedAt;
  private @Nullable Instant shownAt;

  /**
   * Shows progress.
   *
   * @param total how many instances there are; zero when only the events will say
   */
  public Progress(PrintStream err, boolean terminal, int total) {
    this.err = err;
    this.terminal = terminal;
    this.total = total;
  }

  @Override
  public synchronized void onEvent(ReleaseEvent event) {
    total = Math.max(total, event.progress().total());
    switch (event.kind()) {
      case SENDING -> calls++;
      case LOOKED -> looks++;
      case RETRYING -> {
        retries++;
        note = TerminalText.of(event.lane() + " waits: " + event.detail());
      }
      case VERDICT -> settled = Math.max(settled, event.progress().done());
      case STOPPED -> note = TerminalText.of(event.detail());
      default -> {
        // Plans and answers change no figure that is shown.
      }
    }
    startedAt = startedAt == null ? event.at() : startedAt;
    Duration pause = terminal ? BETWEEN_BARS : BETWEEN_LINES;
    boolean due = shownAt == null || !event.at().isBefore(shownAt.plus(pause));
    if (due || event.kind() == ReleaseEvent.Kind.STOPPED) {
      show(event.at());
    }
  }

  private void show(Instant now) {
    shownAt = now;
    String text = terminal ? bar() : line(now);
    if (text.equals(shown)) {
      return;
    }
    if (terminal) {
      err.print('\r' + text + " ".repeat(Math.max(0, shown.length() - text.length())));
      err.flush();
    } else {
      err.println(text);
    }
    shown = text;
    note = "";
  }

  private String bar() {
    int full = total == 0 ? BAR : BAR * settled / total;
    String text = "[" + "#".repeat(full) + "-".repeat(BAR - full) + "] " + figures();
    return text.length() > 79 ? text.substring(0, 79) : text;
  }

  private String line(Instant now) {
    long seconds = startedAt == null ? 0 : Duration.between(startedAt, now).toSeconds();
    String time = String.format(Locale.ROOT, "%02d:%02d  ", seconds / 60, seconds % 60);
    return time + figures() + (note.isEmpty() ? "" : "; " + note);
  }

  private String figures() {
    return settled
        + " of "
        + total
        + " settled, "
        + calls
        + " calls sent, "
        + looks
        + " looks"
        + (retries == 0 ? "" : ", " + retries + " retries");
  }

  /** Shows the last figures, and leaves the terminal clean for what is printed next. */
  public synchronized void rest() {
    if (terminal) {
      err.print('\r' + " ".repeat(shown.length()) + '\r');
      err.flush();
      shown = "";
    } else if (shownAt != null) {
      show(shownAt);
    }
    shownAt = null;
  }
}
