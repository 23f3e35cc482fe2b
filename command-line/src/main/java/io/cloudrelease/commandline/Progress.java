package io.cloudrelease.commandline;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.event.ReleaseEvent;
import io.cloudrelease.event.ReleaseListener;
import io.cloudrelease.text.TerminalText;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a run is: a bar that is drawn over at a terminal, a line now and then elsewhere.
 * Thread-safe.
 */
public final class Progress implements ReleaseListener {
  private static final int BAR = 24;
  private static final int USUAL_COLUMNS = 80;
  private static final Duration BETWEEN_BARS = Duration.ofMillis(50);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);
  private static final int MOST_TOLD = 5;

  private final PrintStream err;
  private final boolean terminal;
  private final int columns;
  private final boolean quiet;
  private final boolean verbose;
  private final Words words;
  private int total;
  private int settled;
  private int calls;
  private int underWay;
  private int looks;
  private int retries;
  private String note = "";
  private String afterwards = "";
  private String shown = "";
  private String runId = "";
  private boolean looksOnly;

  /** When all should be settled, at the rate so far; what is over is no guess any more. */
  private Optional<Instant> endsAt = Optional.empty();

  private final Set<String> waitsToldOf = new HashSet<>();
  private @Nullable Instant startedAt;
  private @Nullable Instant shownAt;

  /**
   * Shows progress.
   *
   * @param total how many instances there are; zero when only the events will say
   */
  public Progress(PrintStream err, boolean terminal, int total) {
    this(err, terminal, USUAL_COLUMNS, total);
  }

  Progress(PrintStream err, boolean terminal, int columns, int total) {
    this(err, terminal, columns, false, false, Words.english(), total);
  }

  Progress(Session session, int total) {
    this(
        session.surroundings().err(),
        // Each step as a line of its own would be drawn over.
        session.surroundings().terminal() && !session.manner().verbose(),
        session.surroundings().columns(),
        session.manner().quiet(),
        session.manner().verbose(),
        session.words(),
        total);
  }

  private Progress(
      PrintStream err,
      boolean terminal,
      int columns,
      boolean quiet,
      boolean verbose,
      Words words,
      int total) {
    this.err = err;
    this.terminal = terminal;
    this.columns = columns;
    this.quiet = quiet;
    this.verbose = verbose;
    this.words = words;
    this.total = total;
  }

  @Override
  public synchronized void onEvent(ReleaseEvent event) {
    runId = event.runId();
    total = Math.max(total, event.progress().total());
    switch (event.kind()) {
      case SENDING -> underWay++;
      case ANSWERED -> answered(event);
      case LOOKED -> looks++;
      case RETRYING -> {
        retries++;
        note = words.say("progress.waits", TerminalText.of(event.lane()), event.detail().strip());
      }
      case VERDICT -> {
        settled = Math.max(settled, event.progress().done());
        endsAt = looksOnly ? Optional.empty() : event.progress().timeLeft().map(event.at()::plus);
      }
      case STOPPED -> note = TerminalText.of(event.detail());
      case FINISHED -> {
        afterwards = "";
        // A run that had ended tells no verdict again.
        settled = Math.max(settled, event.progress().done());
      }
      default -> {
        // The others change no figure that is shown.
      }
    }
    startedAt = startedAt == null ? event.at() : startedAt;
    if (verbose) {
      tell(event);
    }
    Duration pause = terminal ? BETWEEN_BARS : BETWEEN_LINES;
    boolean due = shownAt == null || !event.at().isBefore(shownAt.plus(pause));
    boolean last = event.kind() == ReleaseEvent.Kind.VERDICT && goesOn();
    if (due || last || event.kind() == ReleaseEvent.Kind.STOPPED) {
      show(event.at());
    }
  }

  /** A call that was kept back was none; whom it waits for is said once. */
  private void answered(ReleaseEvent event) {
    underWay = Math.max(0, underWay - 1);
    calls += event.attempt() == 0 ? 0 : 1;
    Optional<ReleaseError> claimed =
        event.error().filter(error -> error.code().equals(OwnCodes.CLAIMED_BY_OTHER_RUN));
    if (claimed.isEmpty() || quiet) {
      return;
    }
    String told =
        words.say(
            "progress.claimed", event.instances().size(), TerminalText.of(claimed.get().message()));
    if (waitsToldOf.size() < MOST_TOLD && waitsToldOf.add(told)) {
      rest();
      err.println(told);
    }
  }

  /** What goes on once every instance has its verdict. */
  synchronized void afterwards(String words) {
    afterwards = words;
  }

  /**
   * While a plan is made, which looks anew at what is not found, the rate so far tells nothing of
   * the time left.
   */
  synchronized Progress ofPlan(boolean plans) {
    looksOnly = plans;
    return this;
  }

  /** The run that was told of last; empty before it began. */
  synchronized String runId() {
    return runId;
  }

  private void tell(ReleaseEvent event) {
    String what =
        event
            .verdict()
            .map(Object::toString)
            .orElse(
                (event.detail() + " " + (event.instances().isEmpty() ? "" : event.instances()))
                    .strip());
    err.println(
        TerminalText.of(time(event.at()) + "  " + event.kind() + " " + event.lane() + " " + what));
  }

  private void show(Instant now) {
    shownAt = now;
    String text = terminal ? bar() : line(now);
    if (quiet || text.equals(shown)) {
      return;
    }
    if (terminal) {
      err.print(
          '\r' + text + " ".repeat(Math.max(0, TextTable.width(shown) - TextTable.width(text))));
      err.flush();
    } else {
      err.println(text);
    }
    shown = text;
    note = "";
  }

  /** The fullest that fits: what wraps cannot be drawn over. */
  private String bar() {
    String brief = settled + "/" + total + timeLeft();
    for (String text :
        List.of(
            drawn(BAR) + figures() + timeLeft(),
            drawn(BAR / 2) + figures() + timeLeft(),
            drawn(BAR / 2) + brief,
            drawn(BAR / 4) + brief)) {
      if (TextTable.width(text) < columns) {
        return text;
      }
    }
    return brief.length() < columns ? brief : brief.substring(0, Math.max(0, columns - 1));
  }

  private String drawn(int cells) {
    int full = total == 0 ? cells : cells * settled / total;
    return "[" + "#".repeat(full) + "-".repeat(cells - full) + "] ";
  }

  private boolean goesOn() {
    return settled == total && total > 0 && !afterwards.isEmpty();
  }

  private String timeLeft() {
    if (goesOn()) {
      return words.say("progress.and") + afterwards;
    }
    return endsAt
        .map(end -> Duration.between(shownAt == null ? end : shownAt, end))
        .filter(time -> settled < total && time.toSeconds() > 0)
        .map(
            time -> words.say("progress.and") + words.say("progress.left", clock(time.toSeconds())))
        .orElse("");
  }

  private String line(Instant now) {
    return time(now) + "  " + figures() + timeLeft() + (note.isEmpty() ? "" : "; " + note);
  }

  private String time(Instant now) {
    return clock(startedAt == null ? 0 : Duration.between(startedAt, now).toSeconds());
  }

  private static String clock(long seconds) {
    return twoDigits(seconds / 60) + ":" + twoDigits(seconds % 60);
  }

  private static String twoDigits(long number) {
    String digits = Long.toString(number);
    return digits.length() < 2 ? "0" + digits : digits;
  }

  private String figures() {
    String and = words.say("progress.and");
    return words.say("progress.settled", settled, total)
        + and
        + words.count("progress.calls", calls)
        + (underWay == 0 ? "" : and + words.say("progress.under-way", underWay))
        + and
        + words.count("progress.looks", looks)
        + (retries == 0 ? "" : and + words.count("progress.retries", retries));
  }

  /** Shows the last figures, and leaves the terminal clean for what is printed next. */
  public synchronized void rest() {
    if (terminal) {
      err.print('\r' + " ".repeat(TextTable.width(shown)) + '\r');
      err.flush();
      shown = "";
    } else if (shownAt != null) {
      show(shownAt);
    }
    shownAt = null;
  }
}
